-- own_file.lua - the files that lessons keep for the user, next to the history.

local system = require "mlrepl.system"
local system_files = require "mlrepl.files"

local own_file = {}

-- The path of the file or folder; nil if there is no home folder. Like the history, it is
-- in XDG_STATE_HOME or ~/.local/state.
function own_file.path(name)
  local state, home = os.getenv("XDG_STATE_HOME"), os.getenv("HOME")
  if state and state:sub(1, 1) == "/" then return state .. "/mlrepl/" .. name end
  if home and home ~= "" then return home .. "/.local/state/mlrepl/" .. name end
end

-- A list of the lines, without those that read(line) returns nothing for.
function own_file.lines(name, read)
  local list, path = {}, own_file.path(name)
  local file = path and io.open(path, "r")
  if not file then return list end
  for line in file:lines() do list[#list + 1] = read(line) end
  file:close()
  return list
end

-- Replaces the file, atomically. Returns nothing, or the reason why that failed.
function own_file.write(name, lines)
  local path = own_file.path(name)
  if not path then return "there is no home folder" end
  system.make_folders(path)
  return system_files.write(path, #lines > 0 and table.concat(lines, "\n") .. "\n" or "")
end

-- Fields of a line are separated by tabs; in a field, control characters, % and = are
-- escaped.
function own_file.escape(text)
  return (text:gsub("[%%%c=]", function(c) return ("%%%02x"):format(c:byte()) end))
end

function own_file.unescape(text)
  return (text:gsub("%%(%x%x)", function(hex) return string.char(tonumber(hex, 16)) end))
end

function own_file.fields(line)
  local fields = {}
  for field in (line .. "\t"):gmatch("([^\t]*)\t") do
    fields[#fields + 1] = own_file.unescape(field)
  end
  return fields
end

return own_file
