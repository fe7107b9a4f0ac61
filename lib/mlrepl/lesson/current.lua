-- current.lua - the running lesson, and values saved before user code runs.

return {
  runner = nil, -- a session of runner.lua, or the runner of check.lua
  figure_methods = debug.getregistry().figure.__methods,
}
