-- aha.lua - lesson"aha": each idea belongs to a lesson, and its line of code runs by itself.
local check = dofile("tests/check.lua")
local aha = require "mlrepl.lesson.aha"
local files = require "mlrepl.lesson.files"

check.case("the ideas stand in the order of the lessons, and every idea has its lesson", function()
  local text, at, there = check.script('lesson"aha"'), 1, {}
  for _, file in ipairs(files.all()) do
    there[file.name] = true
    for _, idea in ipairs(aha.ideas[file.name] or {}) do
      local from, to = text:find("    " .. idea[2] .. "\n", at, true)
      assert(from, idea[2])
      at = to
    end
  end
  for name in pairs(aha.ideas) do assert(there[name], name .. " is no lesson") end
end)

for name, ideas in pairs(aha.ideas) do
  check.case("the code of " .. name .. " is one line, runs and prints", function()
    for _, idea in ipairs(ideas) do
      assert(not idea[2]:find("\n") and idea[1]:find("%.$"))
      local text, exit = check.script(idea[2])
      check.equal(exit, 0)
      assert(#text > 0 and not text:find("warning"), text)
    end
  end)
end

check.done("aha")
