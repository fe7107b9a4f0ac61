-- kernelspec.lua - tells Jupyter how to start the kernel: --install-kernel [PREFIX].

local context = require "mlrepl.context"
local hand = require "mlrepl.plots.hand"
local native = require "mlrepl.files"

local kernelspec = {}

local SPEC = [[
{
 "argv": [%s, "--kernel", "{connection_file}"],
 "display_name": "mlrepl",
 "language": "lua",
 "interrupt_mode": "message"
}
]]

-- Where Jupyter looks for what belongs to the user.
local function own_folder()
  local function set(name)
    local value = os.getenv(name)
    return value ~= "" and value or nil
  end
  local folder = set"JUPYTER_DATA_DIR"
  if folder then return folder end
  local data, home = set"XDG_DATA_HOME", set"HOME"
  if not data and not home then
    context.fail("--install-kernel", "no home folder; set JUPYTER_DATA_DIR")
  end
  return (data or home .. "/.local/share") .. "/jupyter"
end

-- A picture of 64 pixels: two classes of points and a line between them.
local function draw_logo(path)
  local f = plot.figure{size = {256, 256}}
  f[1]:scatter({1, 2, 1.5, 3}, {4, 5, 6, 6}, {color = "C0", size = 30, alpha = 1})
  f[1]:scatter({5, 6, 4.5, 6}, {2, 3, 1, 1}, {color = "C3", size = 30, alpha = 1})
  f[1]:line({0, 7}, {0.5, 6.5}, {color = "black", linewidth = 6})
  f[1]:grid(false):xticks({}):yticks({})
  f:save(path)
  plot.close()
end

-- The program in the bin folder of `prefix`, which may be staged below DESTDIR; by its name, if it
-- is not there or the path is relative.
local function installed(prefix)
  local path, staged = prefix .. "/bin/mlrepl", os.getenv("DESTDIR") or ""
  local file = prefix:find("^/") and io.open(path)
  if not file then return "mlrepl" end
  file:close()
  return path:sub(1, #staged) == staged and path:sub(#staged + 1) or path
end

-- Installs for everybody below `prefix`, or for the user. `program` is the path of the program.
function kernelspec.install(program, prefix)
  local folder = (prefix and prefix .. "/share/jupyter" or own_folder()) .. "/kernels/mlrepl"
  local path = folder .. "/kernel.json"
  os.execute("mkdir -p '" .. folder:gsub("'", "'\\''") .. "' 2>/dev/null")
  if prefix then program = installed(prefix) end
  local problem = native.write(path, SPEC:format(hand.json(program)))
  if problem then
    context.fail("--install-kernel", ("cannot write %s: %s"):format(path, problem))
  end
  pcall(draw_logo, folder .. "/logo-64x64.png")
  print(("%s written; start jupyter notebook and choose mlrepl"):format(path))
end

return kernelspec
