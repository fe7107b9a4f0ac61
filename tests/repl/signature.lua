-- signature.lua - the line below the entry about the call that is being typed.
local check = dofile("tests/check.lua")
local terminal = dofile("tests/terminal.lua")
local case = terminal.cases(check)

case("the signature appears below the entry and goes with the call", function(t)
  t:type("train(m, "):expect("ml> train(m,\ntrain(m, X, y, {method=")
  t:type("X, y, {al"):expect("\ntrain(..., {alpha=0.01: the learning rate, method=")
  t:type("pha=1})"):expect("ml> train(m, X, y, {alpha=1})\n"):missing("learning rate")
  t:press("C-u"):type("print('seen'"):expect("\nprint(...) -> nothing"):type(")"):press("Enter")
  t:expect("\nseen\n"):missing("nothing")
end)

case("the argument is emphasized", function(t)
  t:type("vector.linspace(0, "):expect_colors("linspace%(first, ^[%d;]*1m[%^%d;m]*last")
end)

case("a signature of a function of the user", function(t)
  t:enter("function step(w, alpha) return w - alpha end"):prompt()
  t:type("step("):expect("\nfunction step(w, alpha)"):press("C-u"):missing("function step(w, alpha)\n\n")
end)

case("a list of completions follows the entry", function(t)
  t:type("plot.scatter(v, v, {color='b"):press("Tab", "Tab"):expect("black"):expect("brown")
  t:expect("{color='b\nblack")
end)

case("none for commands and questions", function(t)
  t:type("?train("):press("C-u"):type("%run train("):press("C-u"):type("!echo train("):press("C-u")
  t:type("%time train("):expect("\ntrain(m, X, y"):press("C-u"):enter("6 * 7"):expect("\n42\n")
end)

case("printoptions{signatures=false} turns it off", function(t)
  t:enter("printoptions{signatures=false}"):prompt():type("train(m, "):press("C-u")
  t:enter("6 * 7"):expect("\n42\n"):missing("-> run")
end)

case("none in a dumb terminal", function(t)
  t:type("train(m, "):press("C-u"):enter("6 * 7"):expect("42"):missing("-> run")
end, {env = {TERM = "dumb"}})

check.done("signature")
