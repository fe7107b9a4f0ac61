-- search.lua - Ctrl-R followed by any key.
local check = dofile("tests/check.lua")
local terminal = dofile("tests/terminal.lua")
local case = terminal.cases(check)

-- Starts a search, sends the keys (hexadecimal, for tmux) and discards the result.
-- The prompt must survive.
local function search(t, ...)
  t:press("C-r"):type("needle")
  t:tmux("send-keys", "-t", "s", "-H", ...)
  t:press("C-g", "C-g", "C-c")
end

local function hex(n) return ("%02x"):format(n) end

-- Except Ctrl-C and Ctrl-Z (signals) and Ctrl-S and Ctrl-Q (flow control).
local function is_signal(key)
  return key == 3 or key == 17 or key == 19 or key == 26 or key == 28
end

local function lives(t) t:press("C-c", "C-c"):enter("'a' .. 'live'"):expect('"alive"') end

case("every control key works in a search", function(t)
  t:enter("needle = 1"):prompt()
  for key = 1, 31 do
    if not is_signal(key) then search(t, hex(key)) end
  end
  lives(t)
end)

case("every two-key sequence with Ctrl-X or Escape works in a search", function(t)
  t:enter("needle = 1"):prompt()
  for _, first in ipairs{24, 27} do
    for key = 1, 127 do
      local editor = first == 24 and key == 5 -- it runs $EDITOR
      if not is_signal(key) and not editor then search(t, hex(first), hex(key)) end
    end
  end
  lives(t)
end)

case("mouse reports and late replies of the terminal are handled in a search", function(t)
  t:enter("needle = 1"):prompt()
  for _, text in ipairs{"\27[<0;10;10M", "\27[M !!", "\27[?62;4c", "\27[?2004h",
    "\27[200~x\27[201~"} do
    local bytes = {}
    for i = 1, #text do bytes[i] = hex(text:byte(i)) end
    search(t, table.unpack(bytes))
  end
  lives(t)
end)

case("Escape ends a search at the current entry; an arrow moves from there", function(t)
  t:enter("needle = 1"):prompt()
  t:press("C-r"):type("needl"):expect("i-search)`needl'"):press("Escape")
  t:expect("ml> needle = 1", 2):press("End"):type("1"):press("Enter")
  t:enter("needle"):expect("\n11\n")
  t:press("C-r"):type("needle ="):expect("needle = 11")
  t:press("End"):type("1"):press("Enter")
  t:prompt():enter("needle"):expect("\n111\n")
end)

-- Readline's own search by prefix would free a list of changes twice here.
case("searches and edits of entries in the history can alternate", function(t)
  t:enter("a=1"):prompt():enter("b=2"):prompt()
  for _, keys in ipairs{{"C-r", "a", "Down", "C-t", "C-r", "a", "Down", "M-r", "C-c"},
    {"C-r", "a", "Down", "C-u", "C-r", "a", "Up", "M-*", "Up", "C-n", "C-c"},
    {"a", "Up", "Up", "C-k", "Down", "C-r", "b", "Up", "C-u", "Down", "C-c"}} do
    t:press(table.unpack(keys))
  end
  lives(t)
end)

case("up and down recall the entries with the same beginning", function(t)
  for _, line in ipairs{"apple = 1", "pear = 2", "apple = 1", "apricot = 3"} do
    t:enter(line):prompt()
  end
  t:type("ap"):press("Up"):expect("ml> apricot = 3", 2):press("Up"):expect("ml> apple = 1", 3)
  t:press("Up", "Up", "Down"):expect("ml> apricot = 3", 2):press("Down", "Down")
  t:type("x = 9"):press("Enter")
  t:prompt():enter("apx"):expect("\n9\n")
end)

check.done("search")
