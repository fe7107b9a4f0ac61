-- options.lua - reads the text of --help, the table of the program's options.

local options = {}

-- "  --check FILE  run ..." -> {flags = {"--check"}, argument = "FILE", joined = false, text = ...}
local function read_line(line)
  local head, text = line:match("^  (%-.-)%s%s+(%S.*)$")
  if not head then return nil end
  local flag, rest = head:match("^(%-[%w%-]*)(.*)$")
  local joined = rest:sub(1, 1) == "="
  local argument = rest:gsub("^[= ]", "")
  return {flag = flag, argument = argument ~= "" and argument or nil, joined = joined, text = text}
end

-- The list of options and the lines after them.
function options.read(usage)
  local list, rest = {}, {}
  for line in usage:gmatch("[^\n]+") do
    local option = read_line(line)
    if option then
      list[#list + 1] = option
    elseif line:find("^%s") and #list > 0 then
      list[#list].text = list[#list].text .. " " .. line:match("^%s*(.*)$")
    elseif not line:find("^usage:") then
      rest[#rest + 1] = line
    end
  end
  return list, table.concat(rest, "\n")
end

-- Words that an option takes, from a text such as "show figures in: window, terminal, or ...".
function options.values(option)
  local values = {}
  local listed = option.joined and option.text:match(":%s*(.+)$") or ""
  for word in listed:gmatch("[^,]+") do
    word = word:match("^%s*(%l+)%s*$")
    if word then values[#values + 1] = word end
  end
  return values
end

-- May a folder stand in place of these words?
function options.takes_folder(option) return option.text:find("or a folder", 1, true) ~= nil end

local FILES = {FILE = true, FOLDER = true, SHEET = true, LESSON = true, PREFIX = true}

-- Does the option take the name of a file or a folder?
function options.takes_file(option)
  return option.argument ~= nil and FILES[option.argument:match("%u+")] ~= nil
end

-- One option of each flag. The second line of -l adds nothing; --manual and --manual=as are one
-- option whose argument may be missing (`bare`).
function options.distinct(list)
  local seen, distinct = {}, {}
  for _, option in ipairs(list) do
    local first = seen[option.flag]
    if not first then
      seen[option.flag], distinct[#distinct + 1] = option, option
    elseif option.joined and not first.argument then
      local both = {bare = true}
      for key, value in pairs(option) do both[key] = value end
      for place, found in ipairs(distinct) do
        if found == first then distinct[place] = both end
      end
      seen[option.flag] = both
    end
  end
  return distinct
end

return options
