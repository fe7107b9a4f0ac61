-- dependence.lua - describes columns that are linear combinations of others.


local dependence = {}

-- Longer sentences are truncated.
local MOST_TERMS, MOST_COLUMNS = 5, 3

-- Most coefficients are small integers, apart from rounding.
local function number(x)
  local whole = math.floor(x + 0.5)
  if math.abs(x - whole) <= 1e-9 * math.abs(x) then x = whole end
  return ("%.4g"):format(x)
end

local function term(names, c, j)
  if j == 0 then return number(c) end
  local text = number(c)
  return text == "1" and names[j] or text .. " " .. names[j]
end

-- {1, 0, -1, 1, -1, 2} becomes "1 − island_Biscoe − island_Dream".
local function sum(names, terms)
  if #terms == 0 then return "0" end
  local text = ""
  for at = 1, #terms, 2 do
    local c, j = terms[at], terms[at + 1]
    if at == 1 then
      text = (c < 0 and "−" or "") .. term(names, math.abs(c), j)
    elseif at > 2 * MOST_TERMS then
      return ("%s ... (%d terms)"):format(text, #terms // 2)
    else
      text = text .. (c < 0 and " − " or " + ") .. term(names, math.abs(c), j)
    end
  end
  return text
end

-- Describes the dependent columns; `combinations` alternates column number and
-- terms. Field `names` of the result lists the dependent columns.
function dependence.texts(names, combinations)
  local texts = {names = {}}
  for at = 1, #combinations, 2 do
    texts.names[#texts + 1] = names[combinations[at]]
    texts[#texts + 1] = ("%s = %s"):format(names[combinations[at]],
      sum(names, combinations[at + 1]))
  end
  return texts
end

-- Joins the texts into one line.
function dependence.listed(texts)
  if #texts <= MOST_COLUMNS then return table.concat(texts, ", ") end
  return ("%s and %d more"):format(table.concat(texts, ", ", 1, MOST_COLUMNS),
    #texts - MOST_COLUMNS)
end

local SMALLEST = "infinitely many solutions fit equally well; this one has minimum norm"

function dependence.warning(name, texts, rank, columns, examples, intercept)
  if examples < columns then
    local noun = examples == 1 and "example" or "examples"
    return ("%s: %d %s cannot determine %d coefficients (rank %d): %s; use more examples, "
      .. "fewer columns or lambda"):format(name, examples, noun, columns, rank, SMALLEST)
  end
  local which = #texts > 0 and ": " .. dependence.listed(texts) or ""
  return ("%s: columns are collinear (rank %d of %d%s)%s; %s; drop columns or set lambda"):format(
    name, rank, columns, intercept and ", b included" or "", which, SMALLEST)
end

return dependence
