-- tables.lua - the table library.

local tables = {}

tables.topics = {
  {"table", "{a, b, key = value}",
    "A table holds values under keys; with the keys 1, 2, 3, ... it is a list. Assignment does "
      .. "not copy it: both variables then mean the same table.",
    "t = {10, 20, name = 'x'}\nu = t\nu[1] = 5\nt[1], t.name --> 5\tx",
    {"tables", "list", "array", "dictionary", "dict"}},
  {"table.concat", "table.concat(list, separator, i, j) -> string",
    "Joins the strings and numbers of a list to one string.",
    "table.concat({1, 2, 3}, ', ') --> 1, 2, 3",
    {"join"}},
  {"table.insert", "table.insert(list, position, value) -> nothing",
    "Inserts a value into a list and shifts the others up; without a position, appends it.",
    "t = {1, 3}\ntable.insert(t, 2, 2)\ntable.insert(t, 4)\ntable.concat(t, ' ') --> 1 2 3 4",
    {"append"}},
  {"table.move", "table.move(a, from, to, position, b) -> table",
    "Copies a[from], ..., a[to] to b[position] and following (b is a if omitted) and returns b.",
    "t = table.move({1, 2, 3}, 2, 3, 1, {})\ntable.concat(t, ' ') --> 2 3"},
  {"table.pack", "table.pack(...) -> table",
    "Collects its arguments in a table whose field n is their number.",
    "t = table.pack(5, nil, 7)\nt.n, t[3] --> 3\t7"},
  {"table.remove", "table.remove(list, position) -> item of list or nil",
    "Removes a value from a list, shifts the others down and returns it; without a position, "
      .. "removes the last one.",
    "t = {'a', 'b', 'c'}\ntable.remove(t, 1) --> a\ntable.remove(t) --> c\n#t --> 1",
    {"delete", "pop"}},
  {"table.sort", "table.sort(list, less) -> nothing",
    "Sorts a list in place. less(a, b) says whether a comes before b; the default is a < b.",
    "t = {3, 1, 2}\ntable.sort(t)\ntable.concat(t, ' ') --> 1 2 3\n"
      .. "table.sort(t, function(a, b) return a > b end)\ntable.concat(t, ' ') --> 3 2 1"},
  {"table.unpack", "table.unpack(list, i, j) -> any, ...",
    "Returns the items of a list as separate values, for example as arguments.",
    "math.max(table.unpack{4, 9, 2}) --> 9",
    {"unpack"}},
}

return tables
