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

case("a signal leaves the old file or the new one, and nothing else", function()
  for i, writer in ipairs(writers) do
    if writer[1] ~= "save_session" then
      local name, old = "killed" .. (writer[3] or ""), writer[4] or "old\n"
      shell("rm -rf k whole; mkdir k")
      write("k/" .. name, old)
      mlrepl(code_of(writer, "whole"))
      local whole = content(folder .. "/whole" .. (writer[3] or ""))
      local loop = setup .. "while true do " .. code_of(writer, "k/killed"):sub(#setup) .. " end"
      for round, signal in ipairs{"KILL", "TERM", "KILL", "HUP", "KILL", "TERM", "HUP"} do
        local numbers = {KILL = 9, TERM = 15, HUP = 1}
        local _, code = mlrepl(loop, ("timeout --preserve-status -s %s 0.%02d"):format(signal,
          6 + 3 * round + i))
        equal(code, 128 + numbers[signal])
        local now = content(folder .. "/k/" .. name)
        -- to_c names the file in its text
        local same = now == old or now == whole or writer[1] == "model:to_c"
          and now:gsub("killed", "whole"):gsub("KILLED", "WHOLE") == whole
        equal(same, true)
        -- Between the two calls that replace a file, a kill leaves its temporary name.
        if signal == "KILL" then shell("rm -f k/.mlrepl-*") end
        equal(shell("ls -A k"), name .. "\n")
      end
    end
  end
end)

case("closed descriptors change nothing", function()
  for _, writer in ipairs(writers) do
    local ending = writer[3] or ""
    mlrepl(code_of(writer, "opened"))
    local opened = content(folder .. "/opened" .. ending)
    for _, closed in ipairs{"<&-", ">&-", "2>&-", "<&- >&- 2>&-"} do
      shell(("rm -f opened%s; '%s' -e '%s' %s"):format(ending, program, code_of(writer, "opened"),
        closed))
      if writer[1] ~= "save_session" then -- it has the time
        equal(content(folder .. "/opened" .. ending), opened)
      end
      os.remove(folder .. "/opened" .. ending)
    end
  end
end)

case("what is printed while the output is closed gets into no file", function()
  shell(("'%s' -e 'f = io.open(\"printed\", \"w\") print(1) io.stderr:write(2) f:write(3) f:close()' "
    .. "<&- >&- 2>&-"):format(program))
  equal(content(folder .. "/printed"), "3")
end)

case("a closed output cannot be opened again as a file", function()
  local codes = {'data.write("/dev/stdout", data.table{x = {1}})', 'io.output("/dev/fd/1")',
    'model.linear{w = {1}, b = 0}:save("/proc/self/fd/1")'}
  for _, code in ipairs(codes) do
    local text, exit = mlrepl(code .. "' >&- '")
    equal(exit, 1)
    equal(text:find("No such device or address", 1, true) ~= nil, true)
  end
  equal(mlrepl('data.write("/dev/stdout", data.table{x = {1}})'), "x\n1\n")
end)

-- -- on a file system of their own ------------------------------------------------

-- Runs shell commands in a small, empty file system, if one may be mounted.
local function on_disk(commands)
  write("commands", ("mount -t tmpfs -o size=64k none disk && cd disk || exit\n"
    .. "full() { dd if=/dev/zero of=fill bs=1k count=64 2>/dev/null; }\n" .. commands):gsub("\n%s+",
    "\n"))
  return shell("mkdir -p disk; unshare -rm sh commands")
end

if on_disk("echo mounted") ~= "mounted\n" then
  print("writers: no file system may be mounted; full and read-only ones are not tested")
  shell("rm -rf " .. folder)
  check.done("writers")
end

local function run(code) return ("'%s' -e '%s' </dev/null\n"):format(program, code) end

case("a full disk is told; the old file stays, and nothing else", function()
  for _, writer in ipairs(writers) do
    local name, old = "file" .. (writer[3] or ""), writer[4] or "old\n"
    if writer[1] == "save_session" then old = content(folder .. "/a6") end
    write("before", old)
    for _, there in ipairs{false, true} do
      local said = on_disk((there and ("cp ../before %s\n"):format(name) or "") .. "full\n"
        .. run(code_of(writer, "file")) .. "ls -A; cat " .. name)
      equal(said:find("No space left on device", 1, true) ~= nil, true)
      local list = "\n" .. (there and "%s\nfill\n" or "fill\n"):format(name)
      if name > "fill" then list = "\nfill\n" .. (there and name .. "\n" or "") end
      equal(said:find(list .. (there and old or "cat: "), 1, true) ~= nil, true)
    end
  end
end)

case("history, log and lessons tell a full disk and keep what they had", function()
  local said = on_disk([[
    export XDG_STATE_HOME=$PWD MLREPL_HISTORY= TERM=xterm
    mkdir mlrepl
    (printf '#1\n'; head -c 4091 /dev/zero | tr '\0' x; echo) >mlrepl/history
    full
    cksum <mlrepl/history
    printf '1 + 1\n%%log my.log\nprint("logged")\nlesson"gradient_descent"\n\nquit\nexit\n' |
    script -qec "']] .. program .. [[' --no-init" /dev/null
    echo
    cksum <mlrepl/history
    ls -A . mlrepl
  ]])
  local function has(text)
    if not said:find(text, 1, true) then error(text .. " expected in: " .. said) end
  end
  has("history is not saved in ")
  has("%log: cannot write the log: No space left on device")
  has("cannot save the position in the lesson: No space left on device")
  has("The position is not saved")
  local before, after = said:match("^(%d+ %d+)\n"), said:match("\n(%d+ %d+)\n%.:\n")
  equal(after, before)
  has("\n.:\nfill\nmlrepl\nmy.log\n\nmlrepl:\nhistory\n")
end)

case("a read-only folder is named, with what to do", function()
  local show = run("plot({1, 2}, {1, 2}) plot.show()")
  local before = "unset MLREPL_PLOT DISPLAY WAYLAND_DISPLAY\n"
  local advice = "the folder \"figures\": Read-only file system; save the figure with plot.save(path), "
    .. "or start mlrepl with --plot=DIR"
  local said = on_disk(before .. "mount -o remount,ro .\n" .. show)
  equal(said:find("plot.show: cannot create " .. advice, 1, true) ~= nil, true)
  said = on_disk(before .. "mkdir figures; mount -o remount,ro .\n" .. show)
  equal(said:find("plot.show: cannot write to " .. advice, 1, true) ~= nil, true)
end)

shell("rm -rf " .. folder)
check.done("writers")
