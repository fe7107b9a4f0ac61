-- search.lua - Ctrl-R, and whatever key may follow.
local check = dofile("tests/check.lua")
local terminal = dofile("tests/terminal.lua")
local case = terminal.cases(check)

-- Searches and sends the keys as tmux has them in hexadecimal; what runs then
-- is dropped. The prompt must live.
local function search(t, ...)
  t:press("C-r"):type("needle")
  t:tmux("send-keys", "-t", "s", "-H", ...)
  t:press("C-g", "C-g", "C-c")
end

local function hex(n) return ("%02x"):format(n) end

-- Not Ctrl-C and Ctrl-Z, which are signals, nor those that stop and go on.
local function is_signal(key)
  return key == 3 or key == 17 or key == 19 or key == 26 or key == 28
end

local function lives(t) t:press("C-c", "C-c"):enter("'a' .. 'live'"):expect('"alive"') end

case("every control key may follow in a search", function(t)
  t:enter("needle = 1"):prompt()
  for key = 1, 31 do
    if not is_signal(key) then search(t, hex(key)) end
  end
  lives(t)
end)

case("every two-key sequence of Ctrl-X and Escape may follow in a search", function(t)
  t:enter("needle = 1"):prompt()
  for _, first in ipairs{24, 27} do
    for key = 1, 127 do
      local editor = first == 24 and key == 5 -- it runs $EDITOR
      if not is_signal(key) and not editor then search(t, hex(first), hex(key)) end
    end
  end
  lives(t)
end)

case("a mouse report and a late reply of the terminal may follow in a search", function(t)
  t:enter("needle = 1"):prompt()
  for _, text in ipairs{"\27[<0;10;10M", "\27[M !!", "\27[?62;4c", "\27[?2004h",
    "\27[200~x\27[201~"} do
    local bytes = {}
    for i = 1, #text do bytes[i] = hex(text:byte(i)) end
    search(t, table.unpack(bytes))
  end
  lives(t)
end)

case("Escape alone ends a search where it is, an arrow moves from there", function(t)
  t:enter("needle = 1"):prompt()
  t:press("C-r"):type("needl"):expect("i-search)`needl'"):press("Escape")
  t:expect("ml> needle = 1", 2):press("End"):type("1"):press("Enter")
  t:enter("needle"):expect("\n11\n")
  t:press("C-r"):type("needle ="):expect("needle = 11")
  t:press("End"):type("1"):press("Enter")
  t:prompt():enter("needle"):expect("\n111\n")
end)

check.done("search")
