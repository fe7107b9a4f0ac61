-- os.setlocale sets the language, but numbers keep their decimal points.
local check = dofile("tests/check.lua")
local case, equal = check.case, check.equal

local folder = check.lines("mktemp -d")[1]

-- Is a locale with a decimal comma installed, or can one be built?
local function find_locale()
  local name = "de_DE.UTF-8"
  local function prints(program, before)
    return check.output(before .. program) == name .. "\n"
  end
  local ask = ([['%s' -e 'print(os.setlocale("%s"))' 2>&1]]):format(check.program, name)
  local built = ("LOCPATH='%s' "):format(folder)
  if prints(ask, "") then return name, "" end
  os.execute(("localedef -i de_DE -f UTF-8 '%s/%s' >/dev/null 2>&1"):format(folder, name))
  if prints(ask, built) then return name, built end
end

local name, before = find_locale()
if not name then
  print("locale: skipped, because there is no de_DE and no localedef")
  check.done("locale")
end

local function run(code)
  local text, exit = check.script(code, "", before)
  if exit ~= 0 then error(text) end
  return text
end

case("the return values are those of Lua", function()
  local text = run(([[
    local name = "%s"
    print(os.setlocale(name), os.date("%%A", 0))
    print(os.setlocale(nil, "time"), os.setlocale(nil, "numeric"))
    print(os.setlocale(name, "numeric"), os.setlocale("C", "numeric"))
    local all = os.setlocale(nil)
    print(os.setlocale(all) == all, os.setlocale("no such locale"), os.setlocale(nil) == all)
    print(os.setlocale("C"), os.setlocale(nil))
    print(pcall(os.setlocale, "C", "nothing"))
  ]]):format(name))
  equal(text, ([[
%s	Donnerstag
%s	C
nil	C
true	nil	true
C	C
false	bad argument #2 to 'os.setlocale' (invalid option 'nothing')
]]):format(name, name))
end)

case("printing, files and C code have decimal points", function()
  -- Prints everything that is made of numbers; F stands for a file.
  local code = [[
    print(1.5, ("%.2f %g"):format(2.5, 0.25), tonumber("3.5"), tonumber("3,5"), "4.5" + 1)
    print(vector{1.5, 2.25}, matrix{{0.5, 1}, {2, 3.75}}, load("return 1.25")())
    local d = data.table{x = vector{1.5, 2.5, 4.75}, name = {"a", "b", "c"}}
    print(d, d:describe())
    local m = model.linear()
    train(m, d.x, {1.1, 2.2, 3.3}, {method = "newton"})
    print(m:summary(d.x, vector{1.1, 2.2, 3.3}))
    train(m, d.x, {1.1, 2.2, 3.3}, {alpha = 0.1, iterations = 4, report = 2})
    local function show(path)
      local file = assert(io.open(path, "rb"))
      print((file:read("a"):gsub("[^%g ]", "?")))
      file:close()
    end
    data.write(F, d) show(F) print(data.read(F).x:sum())
    data.save_npy(F, d.x) show(F) print(data.open_npy(F):sum())
    m:to_c(F) show(F)
    m:save(F) show(F) print(model.load(F))
    plot(d.x, d.x) plot.title("0.5")
    plot.save(F .. ".svg") show(F .. ".svg")
    plot.save(F .. ".pdf")
  ]]
  code = code:gsub("F", ("%q"):format(folder .. "/file"))
  local expected = run(code)
  equal(run(('assert(os.setlocale("%s"))\n'):format(name) .. code), expected)
end)

os.execute(("rm -rf '%s'"):format(folder))
check.done("locale")
