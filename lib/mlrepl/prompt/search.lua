-- search.lua - finds help entries by name or by words in their texts.

local context = require "mlrepl.context"
local native = require "mlrepl.help"
local reference = require "mlrepl.reference.reference"

local search = {}

-- All entries: those of the program, then those about Lua that it does not have itself.
local all, known_names

local function entries()
  local own = native.entries()
  if all and #own == all.own then return all end
  all, known_names = {own = #own}, {}
  for i, entry in ipairs(own) do
    all[i] = entry
    known_names[entry.name] = true
  end
  for _, topic in ipairs(reference.topics) do
    if not known_names[topic.name] then all[#all + 1] = topic end
  end
  return all
end

-- "run.cost" and "run:cost" are the same name.
local function plain(name)
  return name:find("%w") and name:gsub(":", ".") or name
end

-- The part after the dot; operators such as ".." have none.
local function tail(name) return name:match("^[%w_]+[.:](.+)$") end

local function has_alias(entry, word)
  for _, alias in ipairs(entry.aliases or {}) do
    if alias == word then return true end
  end
  return false
end

-- How it is called, without the results.
local function call_of(entry) return entry.usage:match("^(.-) %-> ") or entry.usage end

-- "m:predict" for "m:predict(X)"; nil without an owner.
local function called_name(entry) return entry.usage:match("^[%w_]+[.:][%w_]+") end

function search.names()
  local names = {}
  for i, entry in ipairs(entries()) do names[i] = entry.name end
  return names
end

-- Two lists: the entries with this name, and those whose last part has it: "floor" finds
-- floor, and math.floor.
function search.named(word)
  local first, second, wanted = {}, {}, plain(word)
  for _, entry in ipairs(entries()) do
    local called = called_name(entry)
    if plain(entry.name) == wanted or call_of(entry) == word or has_alias(entry, word)
        or (called and plain(called) == wanted) then
      first[#first + 1] = entry
    elseif tail(entry.name) == word then
      second[#second + 1] = entry
    end
  end
  return first, second
end

-- Sorts the entries of a table: those that beginners need first, then by name.
local function arrange(found, order)
  local place = {}
  for i, name in ipairs(order) do place[plain(name)] = i end
  table.sort(found, function(a, b)
    local one, two = plain(a.name), plain(b.name)
    local first, second = place[one] or #order + 1, place[two] or #order + 1
    return first < second or (first == second and one < two)
  end)
end

-- The entries that belong to a table or type, such as "vector".
function search.parts(word)
  local found = {}
  for _, entry in ipairs(entries()) do
    local after = entry.name:sub(#word + 1, #word + 1)
    if entry.name:sub(1, #word) == word and (after == "." or after == ":") then
      found[#found + 1] = entry
    end
  end
  if reference.order[word] then arrange(found, reference.order[word]) end
  return found
end

function search.valued(value)
  local found = {}
  for _, entry in ipairs(entries()) do
    if rawequal(entry.fn, value) then found[#found + 1] = entry end
  end
  if #found == 0 and type(value) == "function" then found[1] = reference.about(value) end
  return found
end

-- -- ranking --------------------------------------------------------------------------

local function position(text, word) return text:find(word, 1, true) end

-- Does the text contain the word as a whole word?
local function has_word(text, word)
  local from = 1
  while true do
    local first, last = text:find(word, from, true)
    if not first then return false end
    local before, after = text:sub(first - 1, first - 1), text:sub(last + 1, last + 1)
    if first == 1 then before = "" end
    if not (before .. after):find("[%w_]") then return true end
    from = first + 1
  end
end

-- 1: the name begins with the word, 2: it contains it, 3: the text contains the word, 4: part
-- of a word. Short words are parts of too many.
local function rank_word(entry, word)
  local name, text = entry.name:lower(), (call_of(entry) .. "\n" .. entry.help):lower()
  local last = tail(name)
  if position(name, word) == 1 or (last and position(last, word) == 1) then return 1 end
  if #word > 2 and position(name, word) then return 2 end
  if has_word(text, word) then return 3 end
  return #word > 2 and position(text, word) and 4 or nil
end

local FILLERS = {a = true, an = true, the = true, to = true, of = true, ["in"] = true,
  into = true, by = true, with = true, as = true, from = true}

local function has_all(text, phrase)
  local any = false
  for word in phrase:gmatch("%S+") do
    if not FILLERS[word] then
      if not position(text, word) then return false end
      any = true
    end
  end
  return any
end

-- A phrase that is nowhere as it is: 3: its words are in the name and the first sentence, 4: in
-- the whole text.
local function rank(entry, phrase)
  local place = rank_word(entry, phrase)
  if place or not phrase:find("%s") then return place end
  local text = (call_of(entry) .. "\n" .. entry.help):lower()
  if not has_all(text, phrase) then return nil end
  return has_all(text:match("^(.-\n.-%.)%s") or text, phrase) and 3 or 4
end

-- The entries that match, best first; how many by name, and how many by a whole word.
function search.ranked(word, without)
  local groups, found, skip = {{}, {}, {}, {}}, {}, {}
  if #word < 2 then return {}, 0, 0 end
  for _, entry in ipairs(without or {}) do skip[entry] = true end
  for _, entry in ipairs(entries()) do
    local place = not skip[entry] and rank(entry, word:lower())
    if place then table.insert(groups[place], entry) end
  end
  for place = 1, 4 do table.move(groups[place], 1, #groups[place], #found + 1, found) end
  return found, #groups[1] + #groups[2], #groups[3]
end

-- "; did you mean 'train'?" for a name near the word, or "".
function search.suggestion(word)
  local names = {}
  for _, entry in ipairs(entries()) do
    names[entry.name] = true
    local last = tail(entry.name)
    if last then names[last] = true end
  end
  for name in next, _G do
    if type(name) == "string" then names[name] = true end
  end
  return context.suggest(word, names)
end

return search
