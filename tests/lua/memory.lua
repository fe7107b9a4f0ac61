-- With little address space or a small stack, calls fail with a sentence; nothing hangs or crashes.
local check = dofile("tests/check.lua")
local case, equal = check.case, check.equal

if os.getenv("ASAN_OPTIONS") then
  print("memory: skipped, because the address sanitizer maps terabytes")
  check.done("memory")
end

-- What needs a large library, and what it says when there is no room for that.
local users = {
  {"print(matrix.random(100, 100):dot(matrix.random(100, 100)):sum())", "OpenBLAS needs 180 MB"},
  {"solve(matrix{{1, 2}, {3, 4}}, vector{1, 2})", "OpenBLAS needs 180 MB"},
  {"library.linear({1, 2, 3}, {0, 1, 1})", "OpenBLAS needs 180 MB"},
  {"library.logistic({1, 2, 3}, {0, 1, 1})", "library.logistic: not enough memory"},
  {"plot({1, 2}, {1, 2}) plot.save(os.tmpname() .. '.pdf')", "not enough memory"},
  {"plot({1, 2}, {1, 2}) plot.save(os.tmpname() .. '.png')", "not enough memory"},
}

case("too little address space for a library is told in one sentence", function()
  for _, megabytes in ipairs{30, 45, 60, 80, 120, 160, 200, 260, 400} do
    for _, user in ipairs(users) do
      local text, exit = check.script(user[1], "", ("ulimit -v %d; timeout 60"):format(megabytes
        * 1000))
      local told = text:find(user[2], 1, true) and (exit == 1 or exit == 127)
      if exit ~= 0 and not told then error(("%d MB: %s: %s"):format(megabytes, user[1], text)) end
      if megabytes == 30 then equal(told, true) end
      if megabytes == 400 then equal(exit, 0) end
    end
  end
end)

case("a small stack changes nothing", function()
  local code = [[
    local function nested(n) return ("x"):gsub("x", function() return nested(n + 1) end) end
    print(select(2, pcall(nested, 1)))
    local path = os.tmpname()
    local d = data.load"iris"
    local X, y = d:matrix{"sepal_length", "petal_width"}, d:labels"species"
    local m = model.softmax()
    train(m, X, y, {method = "newton"})
    print(m:cost(X, y), X:t():dot(X))
    data.save_npy(path, X)
    print(data.open_npy(path):sum())
    m:save(path)
    print(model.load(path))
    os.remove(path)
    a = 1.5
    save_workspace(path)
    a = 2
    load_workspace(path)
    print(a)
    plot(X:column(1), y)
    os.remove(path)
    plot.save(path .. ".svg")
    print(os.remove(path .. ".svg"))
  ]]
  local expected, exit = check.script(code)
  local got, how = check.script(code, "", "ulimit -s 64;")
  equal(exit, 0)
  equal(how, 0)
  equal(got:gsub("/lua_%w+", ""), (expected:gsub("/lua_%w+", "")))
end)

-- The limit of processes does not apply to root, and another user may not see the program.
case("when no thread or process may be started, one thread is enough", function()
  local few = "prlimit --nproc=1 timeout 60"
  if check.output("id -u") == "0\n" then few = "setpriv --reuid=65534 --clear-groups " .. few end
  local text, exit = check.output(("%s '%s' -e 'print(1)' 2>&1"):format(few, check.program))
  if exit ~= 0 or text ~= "1\n" then return end
  text, exit = check.output(([[%s '%s' -e '
    print(#matrix.random(100, 100):dot(matrix.random(100, 100)))
    print(select(2, pcall(library.logistic, {1, 2, 3}, {0, 1, 1})))' 2>&1]]):format(few,
    check.program))
  equal(exit, 0)
  equal(text:gsub("%(command line%):%d+: ", ""), "100\nlibrary.logistic: LIBLINEAR runs in a child "
    .. "process, which cannot be started: Resource temporarily unavailable\n")
end)

check.done("memory")
