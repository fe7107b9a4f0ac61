-- escape.lua - text in HTML.

local escape = {}

local ESCAPES = {["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ["\""] = "&quot;"}

-- The text with U+FFFD for each byte that is not UTF-8.
function escape.valid(text)
  local parts, from = {}, 1
  while true do
    local n, bad = utf8.len(text, from)
    parts[#parts + 1] = text:sub(from, n and #text or bad - 1)
    if n then return table.concat(parts) end
    parts[#parts + 1] = "\u{FFFD}"
    from = bad + 1
  end
end

-- The text for an element or an attribute in double quotes.
function escape.text(text)
  return (escape.valid(text):gsub("[&<>\"]", ESCAPES))
end

return escape
