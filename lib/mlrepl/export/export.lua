-- export.lua - what is written when the program is installed: the manual page, the completion of
-- shells, and the names for editors.

local completion = require "mlrepl.export.completion"
local native = require "mlrepl.help"
local options = require "mlrepl.export.options"

local export = {}

local makers = {}

function makers.man(usage, version)
  return require("mlrepl.export.man").text(usage, native.entries(), version)
end

function makers.lua(_, version)
  return require("mlrepl.export.annotations").text(native.entries(), version)
end

for _, shell in ipairs{"bash", "zsh", "fish"} do
  makers[shell] = function(usage) return completion[shell]((options.read(usage))) end
end

-- The text in that format; `usage` is that of --help.
function export.text(format, usage, version) return makers[format](usage, version) end

-- For the program: prints it.
function export.print(format, usage, version) io.write(export.text(format, usage, version)) end

return export
