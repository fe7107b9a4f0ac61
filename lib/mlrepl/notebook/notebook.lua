-- notebook.lua - Jupyter notebooks (nbformat 4.5) as text.

local escape = require "mlrepl.html.escape"
local hand = require "mlrepl.plots.hand"

local notebook = {null = function() end} -- a value that stands for null

local ESCAPES = {["\n"] = "\\n", ["\t"] = "\\t", ["\""] = "\\\"", ["\\"] = "\\\\"}

local function quoted(text)
  return '"' .. escape.valid(text):gsub('[%c"\\]', function(c)
    return ESCAPES[c] or ("\\u%04x"):format(c:byte())
  end) .. '"'
end

-- JSON with the keys in order and one line per item, as Jupyter writes it.
local function json(value, indent)
  if type(value) == "string" then return quoted(value) end
  if value == notebook.null then return "null" end
  if type(value) ~= "table" then return hand.json(value) end
  local deeper, parts = indent .. " ", {}
  if value.list then
    for i, item in ipairs(value.list) do parts[i] = json(item, deeper) end
  else
    local keys = {}
    for key in pairs(value) do keys[#keys + 1] = key end
    table.sort(keys)
    for i, key in ipairs(keys) do
      parts[i] = quoted(key) .. ": " .. json(value[key], deeper)
    end
  end
  local open, close = value.list and "[" or "{", value.list and "]" or "}"
  if #parts == 0 then return open .. close end
  return open .. "\n" .. deeper .. table.concat(parts, ",\n" .. deeper) .. "\n" .. indent .. close
end

-- The lines of a text, each with its line end.
local function lines_of(text)
  local list = {}
  for line in text:gmatch("[^\n]*\n?") do
    if line ~= "" then list[#list + 1] = line end
  end
  return {list = list}
end

-- -- cells --------------------------------------------------------------------------------

-- A new list of cells, with add_text(cells, markdown) and add_code(cells, code).
function notebook.new() return {} end

function notebook.add_text(cells, markdown)
  cells[#cells + 1] = {cell_type = "markdown", metadata = {}, source = lines_of(markdown)}
end

function notebook.add_code(cells, code)
  cells[#cells + 1] = {cell_type = "code", metadata = {}, source = lines_of(code),
    outputs = {list = {}}, execution_count = notebook.null}
end

local LANGUAGE = {name = "lua", file_extension = ".lua", mimetype = "text/x-lua",
  pygments_lexer = "lua", codemirror_mode = "lua", version = "5.4"}

-- The notebook as the text of a file. `made_by`: who may overwrite it.
function notebook.text(cells, made_by)
  for i, cell in ipairs(cells) do cell.id = ("cell-%d"):format(i) end
  local all = {cells = {list = cells}, nbformat = 4, nbformat_minor = 5,
    metadata = {kernelspec = {name = "mlrepl", display_name = "mlrepl", language = "lua"},
      language_info = LANGUAGE, mlrepl = {made_by = made_by}}}
  return json(all, "") .. "\n"
end

-- -- markdown -----------------------------------------------------------------------------

-- Plain text, in which no character has a meaning.
function notebook.plain(text)
  text = text:gsub("[\\`*_{}%[%]<>$~|]", "\\%0"):gsub("&", "&amp;")
  return (text:gsub("^%s*([#+-])", "\\%1"):gsub("^%s*(%d+)([.)]%s)", "%1\\%2"))
end

-- A block that is shown as it is.
function notebook.verbatim(lines) return "```\n" .. table.concat(lines, "\n") .. "\n```" end

-- A text that is shown after a click. Jupyter's style sheet hides the triangle.
function notebook.hidden(title, markdown)
  return ('<details><summary style="display: list-item; cursor: pointer">%s</summary>')
    :format(title) .. "\n\n" .. markdown .. "\n\n</details>"
end

return notebook
