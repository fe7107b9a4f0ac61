-- stock.lua - Ctrl-C at the prompt of lua5.4 that has loaded mlrepl, in a terminal.
local check = dofile("tests/check.lua")
local terminal = dofile("tests/terminal.lua")

if check.sanitized then
  print("stock: not run: lua5.4 cannot load a module that is built with sanitizers")
  check.done("stock")
end

local plugins = os.getenv("MLREPL_PLUGINS")
local build = plugins and plugins:match("^(.*)/plugins$") or "build"

local function open()
  local t = terminal.open{program = "lua5.4", ready = ">",
    env = {LUA_PATH = "lib/?.lua", LUA_CPATH = build .. "/?.so", MLREPL_PLOT = "none"}}
  t:enter("ml = require 'mlrepl'; X, y = ml.matrix.randn(20000, 300), ml.vector.randn(20000)")
  t:enter("long = {iterations = 1e9, tolerance = 0, alpha = 1e-9, method = 'momentum', "
    .. "on_step = function(s) if s.iteration == 2 then io.write('work', 'ing\\n') end end}")
  t:enter("print('load' .. 'ed')"):expect("loaded")
  return t
end

check.case("Ctrl-C stops training, again and again, and the prompt goes on", function()
  local t = open()
  for i = 1, 3 do
    t:enter("ml.train(ml.model.linear(), X, y, long)"):expect("working", i)
    t:press("C-c"):expect("interrupted", i)
    t:enter(("print('next' .. %d)"):format(i)):expect("next" .. i)
  end
  t:close()
end)

check.case("Ctrl-C stops Lua code, too", function()
  local t = open()
  t:enter("print('go' .. 'es') while true do end"):expect("goes")
  t:press("C-c"):expect("interrupted!")
  t:enter("print(ml.vector{1, 2}:sum() + 1)"):expect("4.0")
  t:close()
end)

check.done("stock")
