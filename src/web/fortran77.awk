# fortran77.awk - rewrites what f2c does not know: EXIT and CYCLE become jumps to
# labels after and before the end of the loop, and RECURSIVE goes.
function word(s) {
  sub(/^ */, "", s)
  sub(/ *$/, "", s)
  return toupper(s)
}
function labeled(number) { printf "%5d CONTINUE\n", number }
/^[*cC!]/ { print; next }
{
  sub(/RECURSIVE /, "")
  body = word(substr($0, 7))
  if (body ~ /^DO( .*=| *WHILE|$)/) {
    end[++depth] = body ~ /^DO *[0-9]+ / ? substr(body, 3) + 0 : 0
    again[depth] = end[depth] ? end[depth] : 90000 + 10 * ++loops
    out[depth] = 90005 + 10 * loops
    left[depth] = repeated[depth] = 0
  }
  if (body ~ /(^|[) ])EXIT$/) {
    sub(/EXIT *$/, "GO TO " out[depth])
    left[depth] = 1
  } else if (body ~ /(^|[) ])CYCLE$/) {
    sub(/CYCLE *$/, "GO TO " again[depth])
    repeated[depth] = !end[depth]
  }
  ends = end[depth] ? substr($0, 1, 5) + 0 == end[depth] : body ~ /^END *DO$/
  if (ends && depth && repeated[depth]) labeled(again[depth])
  print
  if (ends && depth && left[depth]) labeled(out[depth])
  if (ends && depth) depth--
}
