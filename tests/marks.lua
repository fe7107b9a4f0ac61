-- marks.lua - reads the marks of figures, for tests in Lua.
local marks = {}

-- Draws into a new axes; returns the commands of that axes, and the figure.
function marks.drawn(word, ...)
  local f = plot.figure{size = {300, 200}}
  f[1][word](f[1], ...)
  return f:commands()[1], f
end

-- The kinds of the marks of an axes, as words.
function marks.kinds(axes)
  local list = {}
  for i, mark in ipairs(axes) do list[i] = mark.kind end
  return table.concat(list, " ")
end

function marks.numbers(v)
  local list = {}
  for i = 1, #v do list[i] = ("%g"):format(v[i]):gsub("%-nan", "nan") end
  return table.concat(list, " ")
end

return marks
