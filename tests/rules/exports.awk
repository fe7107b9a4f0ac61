# exports.awk - reads `ctags -x --c-kinds=p` of headers; prints each exported
# function whose name does not begin with the name of its header or the first
# word of it. In src/lua a function that leaves a value on the stack is push_x,
# one that checks an argument check_x or option_x, as in Lua's own library.
{
  name = $1; file = $4
  n = split(file, part, "/"); base = part[n]; sub(/\.h$/, "", base)
  split(base, word, "_")
  if (name == base || index(name, base "_") == 1 || index(name, word[1] "_") == 1 || name == word[1]) next
  if (file ~ /^src\/lua\// && name ~ /^(push|check|option|open|fail|to|is)(_|$)/) next
  print file ": " name
}
