# edges.awk - reads the table of edges, then C files, and prints the includes that
# the table does not allow.
function folder(path) {
  sub(/^src\//, "", path)
  if (path !~ /\//) return "."
  sub(/\/[^\/]*$/, "", path)
  return path
}
FILENAME ~ /edges$/ {
  if (/^#/ || !/:/) next
  split($0, side, ":")
  n = split(side[2], to, " ")
  known[side[1]] = 1
  for (i = 1; i <= n; i++) allowed[side[1], to[i]] = 1
  next
}
/^#include "/ {
  split($0, part, "\"")
  from = folder(FILENAME)
  to_ = folder(part[2])
  if (!(from in known)) print FILENAME ": tests/rules/edges has no line for " from
  else if (from != to_ && !((from, to_) in allowed))
    print FILENAME ": " from " may not include " part[2]
}
