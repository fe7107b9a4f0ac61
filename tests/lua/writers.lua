-- Everything that writes a file: full disks, limits, links, and a kill at any moment.
local check = dofile("tests/check.lua")
local case, equal = check.case, check.equal

local folder = os.tmpname()
os.remove(folder)
assert(os.execute("mkdir " .. folder))

local function shell(command)
  return check.output(("cd %s && { %s; } 2>&1"):format(folder, command))
end

local program = check.program
if not program:find("^/") then program = check.lines("pwd")[1] .. "/" .. program end

local function mlrepl(code, before)
  return shell(("%s '%s' -e '%s'"):format(before or "", program, code))
end

-- Name and code; F stands for the file. Each writes more than 4 kB. Then an ending that is added
-- to the name, and the old contents if not any file may be replaced.
local writers = {
  {"model:save", "m:save(F)"},
  {"model:to_c", "m:to_c(F)"},
  {"data.write", "data.write(F, d)"},
  {"data.save_npy", "data.save_npy(F, d.x)"},
  {"plot.save", "plot(d.x, d.x) plot.save(F .. \".png\")", ".png"},
  {"save_session", "save_session(F)"},
  {"save_workspace", "save_workspace(F)", nil, "\x89MLW\r\n\x1a\n"},
}
local setup = "m = model.linear{w=vector.ones(500), b=0} d = data.table{x=vector.ones(2000)} "

local function code_of(writer, path)
  return setup .. writer[2]:gsub("F", ("%q"):format(path))
end

local content = check.content

local function write(name, text) check.write(folder .. "/" .. name, text) end

case("a full device is reported as such", function()
  for _, writer in ipairs(writers) do
    if writer[1] ~= "plot.save" then
      local said = mlrepl(code_of(writer, "/dev/full"))
      equal(said:find("No space left on device", 1, true) ~= nil, true)
      equal(said:find(writer[1] .. ": ", 1, true) ~= nil, true)
    end
  end
end)

case("a size limit fails the call and leaves the file", function()
  for _, writer in ipairs(writers) do
    if writer[1] ~= "save_session" then -- its file is short
      local name, old = "limited" .. (writer[3] or ""), writer[4] or "old\n"
      write(name, old)
      local said, _, how = mlrepl(code_of(writer, "limited"), "ulimit -f 2;")
      equal(said:find("File too large", 1, true) ~= nil, true)
      equal(how, "exit")
      equal(content(folder .. "/" .. name), old)
    end
  end
end)

case("io.write beyond the limit fails, too", function()
  local said, _, how = mlrepl("f = io.open(\"plain\", \"w\") print(select(2, "
    .. "f:write((\"x\"):rep(1e5)))) print(select(2, f:close()))", "ulimit -f 2;")
  equal(how, "exit")
  equal(said:find("File too large", 1, true) ~= nil, true)
end)

case("a folder that cannot be written to is named", function()
  local said = mlrepl("plot({1, 2}, {1, 2}) plot.show()",
    "echo > figures; unset MLREPL_PLOT DISPLAY WAYLAND_DISPLAY;")
  equal(said:find("cannot write \"figures/figure-001.png\": Not a directory", 1, true) ~= nil, true)
  for _, writer in ipairs(writers) do
    said = mlrepl(code_of(writer, "missing/file"))
    equal(said:find("No such file or directory", 1, true) ~= nil, true)
  end
end)

case("links are followed", function()
  for i, writer in ipairs(writers) do
    local ending = writer[3] or ""
    shell(("ln -s target%d a%d%s"):format(i, i, ending))
    local said = mlrepl(code_of(writer, "a" .. i))
    equal(said:find("error", 1, true), nil)
    equal(shell(("readlink a%d%s"):format(i, ending)), "target" .. i .. "\n")
    equal(#content(folder .. "/target" .. i) > 50, true)
  end
end)

case("a kill leaves the old file or the new one, and nothing else", function()
  for i, writer in ipairs(writers) do
    if writer[1] ~= "save_session" then
      local name, old = "killed" .. (writer[3] or ""), writer[4] or "old\n"
      shell("rm -rf k whole; mkdir k")
      write("k/" .. name, old)
      mlrepl(code_of(writer, "whole"))
      local whole = content(folder .. "/whole" .. (writer[3] or ""))
      local loop = setup .. "while true do " .. code_of(writer, "k/killed"):sub(#setup) .. " end"
      for round = 1, 4 do
        local _, code = mlrepl(loop, ("timeout -s KILL 0.%02d"):format(4 + 5 * round + i))
        equal(code, 137)
        local now = content(folder .. "/k/" .. name)
        -- to_c names the file in its text
        local same = now == old or now == whole or writer[1] == "model:to_c"
          and now:gsub("killed", "whole"):gsub("KILLED", "WHOLE") == whole
        equal(same, true)
        equal(shell("ls -A k"), name .. "\n")
      end
    end
  end
end)

shell("rm -rf " .. folder)
check.done("writers")
