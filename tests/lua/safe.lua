-- safe.lua - mlrepl --safe: what an untrusted script cannot do.
local check = dofile("tests/check.lua")

local PROGRAM = os.getenv("MLREPL") or "./mlrepl"
if not PROGRAM:find("^/") then
  local here = check.output("pwd"):gsub("\n", "")
  PROGRAM = here .. "/" .. PROGRAM
end

local function quote(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

local home = os.tmpname()
os.remove(home)
assert(os.execute("mkdir -p " .. home .. "/in/sub " .. home .. "/out"))

local function write(path, text)
  local file = assert(io.open(path, "w"))
  file:write(text)
  file:close()
end

local SECRET = "the secret 4711"
write(home .. "/out/secret.txt", SECRET)
write(home .. "/out/secret.csv", "a,b\n4711,2\n")
write(home .. "/out/module.lua", "return '" .. SECRET .. "'")
write(home .. "/out/lesson.lua", "-- A: b.\nprint'" .. SECRET .. "'\nlesson.step{title='a', text='b'}\n")
write(home .. "/out/model.json", "{}")
os.execute(("ln -s ../out/secret.txt %s/in/link; ln -s ../out %s/in/folder; ln -s ../out/new %s/in/new")
  :format(home, home, home))
os.execute(("cp %s/out/secret.csv %s/in/mine.csv"):format(home, home))

-- Runs the code as a file in home/in; returns what it printed and the exit code.
local function run(code, options)
  local path = home .. "/in/script.lua"
  write(path, ("OUT, IN = %q, %q\n"):format(home .. "/out", home .. "/in") .. code)
  local command = ("cd %s/in && SECRET_VARIABLE=4711 %s --safe --plot=none %s script.lua 2>&1; echo \" code $?\"")
    :format(home, quote(PROGRAM), options or "")
  local text = check.output(command)
  return text:match("^(.*) code (%d+)\n$")
end

-- Each is an expression or statements that would get out; `won` says how that would
-- show, if not by the secret.
local WAYS = {
  -- reading
  "print(io.open(OUT .. '/secret.txt'):read('a'))",
  "for line in io.lines(OUT .. '/secret.txt') do print(line) end",
  "io.input(OUT .. '/secret.txt') print(io.read('a'))",
  "print(io.open('../out/secret.txt'):read('a'))",
  "print(io.open('link'):read('a'))",
  "print(io.open('folder/secret.txt'):read('a'))",
  "print(io.open('sub/../../out/secret.txt'):read('a'))",
  "print(io.open('/proc/self/cwd/../out/secret.txt'):read('a'))",
  "print(io.open('/proc/self/root' .. OUT .. '/secret.txt'):read('a'))",
  "print(io.open('/dev/fd/../../../' .. OUT .. '/secret.txt'):read('a'))",
  "print(io.open('link\\0.txt'):read('a'))",
  "print(dofile(OUT .. '/module.lua'))",
  "print(loadfile(OUT .. '/module.lua')())",
  "package.path = OUT .. '/?.lua' print(require 'module')",
  "package.path = '../out/?.lua' print(require 'module')",
  "print(package.searchpath('module', OUT .. '/?.lua'))",
  "print(package.searchers[2]('module'))",
  "package.cpath = OUT .. '/?.so' print(require 'module')",
  "print(package.loadlib('libc.so.6', '*'))",
  "print(data.read(OUT .. '/secret.csv'))",
  "print(data.read('folder/secret.csv'))",
  "print(data.survey and data.survey(OUT .. '/secret.csv'))",
  "print(data.open_npy(OUT .. '/x.npy'))",
  "print(model.load(OUT .. '/model.json'))",
  "lesson(OUT .. '/lesson.lua')",
  "lesson('../out/lesson.lua')",
  "print(io.open('/proc/self/environ'):read('a'))",
  "print(os.getenv('SECRET_VARIABLE'))",
  "print(io.open('/proc/self/maps'):read('a'))",
  "print(io.open('/etc/hostname'):read('a'))",
  "print(io.open('/usr/share/common-licenses/GPL-3'):read('a'))",
  -- writing
  "io.open(OUT .. '/secret.txt', 'w'):write('gone')",
  "io.open('link', 'a'):write('gone')",
  "io.open('new', 'w'):write('made')",
  "io.open(OUT .. '/new', 'w'):write('made')",
  "io.output(OUT .. '/secret.txt') io.write('gone')",
  "print(os.remove(OUT .. '/secret.txt'))",
  "print(os.remove('folder/secret.txt'))",
  "print(os.rename(OUT .. '/secret.txt', IN .. '/got'))",
  "print(os.rename('script.lua', OUT .. '/new'))",
  "data.write(OUT .. '/new', data.load'iris')",
  "data.write('folder/secret.csv', data.load'iris')",
  "data.save_npy(OUT .. '/new', vector{1})",
  "model.linear{w = 1}:save(OUT .. '/new')",
  "model.linear{w = 1}:save('folder/secret.txt')",
  "model.linear{w = 1}:to_c(OUT .. '/new')",
  "plot.line(vector{1, 2}, vector{1, 2}) plot.save(OUT .. '/new.png')",
  "plot.line(vector{1, 2}, vector{1, 2}) plot.save('folder/new.svg')",
  "save_session(OUT .. '/new')",
  "save_workspace(OUT .. '/new')",
  "load_workspace(OUT .. '/secret.txt')",
  "print(io.open(OUT .. '/../out/new', 'w+'))",
  -- programs and C
  "os.execute('echo made >' .. OUT .. '/new')",
  "io.popen('cat ' .. OUT .. '/secret.txt'):read('a')",
  "print(load(string.dump(function() return 1 end), 'x', 'b'))",
  "print(require('mlrepl.system').in_copy(function() return ('W' .. 'ON') end))",
  "print(require('mlrepl.files').write(OUT .. '/new', 'made'))",
  "print(require('mlrepl.context').known.debug.getregistry() and ('W' .. 'ON'))",
  "print(package.loaded['mlrepl.context'].lib_dir and ('W' .. 'ON'))",
  "print(package.loaded.debug.getregistry() and ('W' .. 'ON'))",
  "print(debug.getinfo(1) and ('W' .. 'ON'))",
  "print(debug.getupvalue(io.open, 1) and ('W' .. 'ON'))",
  "debug.sethook(function() end) print ('W' .. 'ON')",
  "print(require('debug').getregistry() and ('W' .. 'ON'))",
  "print(coroutine.wrap(function() return io.open(OUT .. '/secret.txt'):read('a') end)())",
  "setmetatable({}, {__gc = function() print(io.open(OUT .. '/secret.txt'):read('a')) end}) collectgarbage()",
  "string.format = function(f) print(f) end help('vector') io.popen('echo W''ON'):read('a')",
  "print(plot.serve() and ('W' .. 'ON'))",
  "_ENV = setmetatable({}, {__index = _G}) print(io.open(OUT .. '/secret.txt'):read('a'))",
  "print(load('return io.open(...)', 'x', 't', {io = io})(OUT .. '/secret.txt'):read('a'))",
}

check.case("plot.serve is refused before it opens a socket", function()
  local text = run("print(select(2, pcall(plot.serve)))")
  check.equal(text:find("plot.serve: cannot serve a page: not available under --safe\n", 1, true) ~= nil, true)
end)

for _, way in ipairs(WAYS) do
  check.case("cannot: " .. way, function()
    local text, code = run(way)
    local leaked = text:find(SECRET, 1, true) or text:find("4711", 1, true) or text:find("WON", 1, true)
      or text:find("GNU GENERAL", 1, true)
    if leaked then error("it got out:\n" .. text) end
    check.equal(text:find("crashed", 1, true), nil)
    check.equal(tonumber(code) <= 1, true)
    check.equal(check.content(home .. "/out/secret.txt"), SECRET)
    check.equal(check.content(home .. "/out/secret.csv"), "a,b\n4711,2\n")
    check.equal(check.output("ls " .. home .. "/out"),
      "lesson.lua\nmodel.json\nmodule.lua\nsecret.csv\nsecret.txt\n")
  end)
end

local function prints(code, expected, options)
  local text = run(code, options)
  if not text:find(expected, 1, true) then error(("got %s, expected %s"):format(text, expected), 2) end
end

check.case("a refusal says what is allowed", function()
  prints("print(io.open(OUT .. '/secret.txt'))", home .. "/out/secret.txt: not allowed under --safe, where "
    .. "a script may use files below " .. home .. "/in and those of os.tmpname() only\t13")
  prints("os.execute('ls')", "os.execute is not available under --safe")
  prints("print(os.execute(), os.getenv('HOME'))", "nil\tnil\n")
end)

check.case("its own files, temporary files, data and modules work", function()
  prints("print(data.read('mine.csv').a[1])", "4711")
  prints("local f = io.open('sub/own.txt', 'w') f:write('own') f:close() "
    .. "print(io.open(IN .. '/sub/own.txt'):read('a'))", "own\n")
  prints("os.remove('sub/own.txt') print(io.open('sub/own.txt'))", "No such file")
  prints("local name = os.tmpname() local f = io.open(name, 'w') f:write('temporary') f:close() "
    .. "print(io.open(name):read('a')) f = io.tmpfile() f:write('x') f:seek('set') print(f:read('a'))",
    "temporary\nx\n")
  prints("local f = io.open('own.lua', 'w') f:write('return 42') f:close() print(require 'own')", "42\t./own.lua\n")
  prints("m = model.linear{w = 2} m:save('m.json') print(model.load('m.json').w[1])", "2.0\n")
  prints("data.save_npy('v.npy', vector{1, 2}) print(data.open_npy('v.npy'))", "[1 2]\n")
  prints("d = data.load'iris' m = model.linear{} train(m, d:matrix{'petal_length'}, d.petal_width) print(#m.w)", "1\n")
  prints("print(library.linear(matrix{{1}, {2}, {3}}, vector{2, 4, 6}).w)", "[2]\n")
  prints("plot.line(vector{1, 2}, vector{1, 2}) plot.save('p.svg') print(io.open('p.svg'):read(5))", "<?xml\n")
end)

check.case("temporary files are removed", function()
  local text = run("print(os.tmpname())")
  local folder = text:match("^(.*)/[^/]*\n$")
  check.equal(os.execute("test -e " .. folder), nil)
end)

check.case("memory and time end the script, whatever it is in", function()
  local function ends(code, expected)
    local limits = expected:find("memory") and "--memory=100" or "--time=0.3"
    local text, left = run("print 'before'\n" .. code, limits)
    check.equal(text, "before\nmlrepl: script.lua " .. expected .. "\n")
    check.equal(left, "1")
  end
  local time = "used more than 0.3 s of CPU time and was stopped (--time=SECONDS allows more)"
  local memory = "needed more than 100 MB of memory and was stopped (--memory=MB allows more)"
  ends("while true do end", time)
  ends("while true do pcall(function() while true do end end) end", time)
  ends("coroutine.wrap(function() while true do pcall(error) end end)()", time)
  ends("setmetatable({}, {__gc = function() while true do end end}) collectgarbage()", time)
  ends("print((('a'):rep(60)):find(('a*'):rep(60) .. 'b'))", time)
  ends("t = {} pcall(function() while true do t[#t + 1] = ('x'):rep(1e6) .. #t end end)", memory)
  ends("t = {} coroutine.wrap(function() while true do t[#t + 1] = vector.zeros(1e5) end end)()", memory)
  ends("pcall(string.rep, 'x', 1e9)", memory)
  ends("matrix.zeros(20000, 20000)", memory)
end)

check.case("options", function()
  local function misuse(arguments, expected)
    local text = check.output(quote(PROGRAM) .. " " .. arguments .. " 2>&1")
    if not text:find(expected, 1, true) then error(("got %s, expected %s"):format(text, expected), 2) end
  end
  misuse("--time=5 x.lua", "'--time' needs --safe")
  misuse("--safe --time=never x.lua", "'--time' needs a positive number")
  misuse("--safe --memory x.lua", "'--memory' needs a positive number")
  misuse("--safe -i x.lua", "'--safe' is for scripts")
  misuse("--safe -e 'print(os.getenv[[HOME]], 6 * 7)'", "nil\t42")
end)

check.case("--check runs a lesson in a process of its own", function()
  write(home .. "/in/early.lua", "-- A: b.\nlesson.step{title = 'a', text = 'b'}\nos.exit(0)\n")
  local function told(file)
    return check.output(("%s --check %s/in/%s 2>&1; echo $?"):format(quote(PROGRAM), home, file))
  end
  check.equal(told("early.lua"), ("mlrepl: %s/in/early.lua exited before it was finished\n1\n"):format(home))
  write(home .. "/in/reads.lua", ("-- A: b.\nlesson.step{title = 'a', text = 'b'}\nassert(io.open(%q))\n")
    :format(home .. "/out/secret.txt"))
  check.equal(told("reads.lua"):match("\n(%d)\n$"), "1")
end)

os.execute("rm -rf " .. home)
check.done("safe")
