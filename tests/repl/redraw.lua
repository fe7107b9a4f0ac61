-- redraw.lua - random keys in windows of random sizes: what is on the screen is what Ctrl-L
-- draws anew, and a line of ASCII looks as in lua5.4.
--
--   ./mlrepl tests/repl/redraw.lua [FIRST LAST [BATCHES]]    the seeds, batches of keys for each
local check = dofile("tests/check.lua")
local terminal = dofile("tests/terminal.lua")

local FIRST, LAST = tonumber(arg[1]) or 1, tonumber(arg[2]) or 7
local BATCHES = tonumber(arg[3]) or 6

-- -- the screen ---------------------------------------------------------------

-- The kind of an attribute of cells; nil for those that the prompt does not use. One of a kind
-- is on at a time.
local function kind_of(code)
  if code == 1 or code == 2 or code == 22 then return "weight" end
  if code == 4 or code == 24 then return "under" end
  if code == 7 or code == 27 then return "reverse" end
  if code >= 30 and code <= 39 or code >= 90 and code <= 97 then return "color" end
end

local plain = {[22] = true, [24] = true, [27] = true, [39] = true}

local function change(style, codes)
  for code in (codes == "" and "0" or codes):gmatch("%d+") do
    code = tonumber(code)
    local kind = kind_of(code)
    if code == 0 then
      style.weight, style.under, style.reverse, style.color = nil, nil, nil, nil
    elseif kind then
      style[kind] = not plain[code] and code or nil
    end
  end
end

local function name_of(style)
  local list = {}
  for key, code in pairs(style) do list[#list + 1] = key .. code end
  table.sort(list)
  return "{" .. table.concat(list, " ") .. "}"
end

-- Removes blanks at the end, unless they are underlined or reversed.
local function without_blanks(row)
  repeat
    local before = row
    row = row:gsub("%s+$", ""):gsub("{[^{}uv]*}$", "")
  until row == before
  return row
end

-- The rows of a capture, with the style where it changes.
local function rows_of(capture)
  local rows, style = {}, {}
  for line in capture:gmatch("(.-)\n") do
    local parts, last = {}, "{}"
    for codes, text in ("\27[m" .. line):gsub("^\27%[m", "\27[xm"):gmatch("\27%[([%d;x]*)m?([^\27]*)") do
      if codes ~= "x" then change(style, codes) end
      if text ~= "" and name_of(style) ~= last then
        last = name_of(style)
        parts[#parts + 1] = last
      end
      parts[#parts + 1] = text
    end
    rows[#rows + 1] = without_blanks(table.concat(parts))
  end
  while rows[#rows] == "" do rows[#rows] = nil end
  return rows
end

local function look(t)
  local x, y = t:tmux("display-message", "-p", "#{cursor_x} #{cursor_y}"):match("(%d+) (%d+)")
  local capture = t:tmux("capture-pane", "-p", "-e")
  local rows = rows_of(capture)
  return {
    rows = rows, x = tonumber(x), y = tonumber(y), capture = capture .. x .. "," .. y,
    text = table.concat(rows, "\n"):gsub("{.-}", "") .. "\n" .. x .. "," .. y,
    marked = capture:find("\27%[[%d;]*7[;m]"),
  }
end

-- -- keys -----------------------------------------------------------------------

local function bytes_read(t)
  local file = io.open("/proc/" .. t.pid .. "/io")
  if not file then return math.huge end
  local n = file:read("a"):match("rchar: (%d+)")
  file:close()
  return tonumber(n)
end

local function sleeps(t)
  local file = io.open("/proc/" .. t.pid .. "/stat")
  if not file then return true end
  local state = file:read("a"):match("%) (%a)")
  file:close()
  return state == "S"
end

-- Waits until the program has read up to `due` bytes and the screen stays.
local function settle(t, due)
  local before, same = "", 0
  for _ = 1, 2000 do
    t:tmux("run-shell", "-d", "0.004")
    if bytes_read(t) >= due and sleeps(t) then
      local seen = look(t)
      same = seen.capture == before and same + 1 or 0
      if same == 2 then return seen end
      before = seen.capture
    end
  end
  error("the program does not read its keys:\n" .. t:screen(), 2)
end

local function send(t, keys)
  local due = bytes_read(t) + #keys
  t.log[#t.log + 1] = ("%q"):format(keys)
  t.searched = t.searched or keys:find("[\18\19]") or keys:find("\0273", 1, true)
  t:tmux("send-keys", "-l", "--", keys)
  return settle(t, due)
end

local function resize(t, columns, rows)
  t.columns, t.rows = columns, rows
  t.log[#t.log + 1] = t.columns .. "x" .. t.rows
  t:resize(t.columns, t.rows)
  settle(t, 0)
end

local CTRL_L, CTRL_G, UNKNOWN = "\12", "\7", "\27[15~"

-- Ends a search, question or count, in which Ctrl-L means something else, and unmarks the
-- region. What shows that a search goes on may not be in the window.
local function finish_mode(t, seen)
  if t.searched then seen = send(t, UNKNOWN) end
  t.searched = false
  for _ = 1, 5 do
    local text = table.concat(seen.rows):gsub("{.-}", ""):gsub("%s", "")
    if text:find("%-search%)`") or text:find("%(arg:") then
      seen = send(t, CTRL_G)
    elseif text:find("possibilities?(yorn)", 1, true) then
      seen = send(t, "n")
    elseif text:find("--More--", 1, true) then
      seen = send(t, "q")
    elseif seen.marked then
      return send(t, UNKNOWN)
    else
      return seen
    end
  end
  return seen
end

-- -- comparing ------------------------------------------------------------------

-- Says how two drawings differ. The second may have fewer rows above, or is at the top.
local function difference(before, after, whole)
  local top = before.y - after.y
  if before.x ~= after.x then return "another column of the cursor" end
  if whole and top < 0 then return "another row of the cursor" end
  for i = whole and 1 or math.max(1, 1 - top), math.max(#after.rows, #before.rows - top) do
    if before.rows[top + i] ~= after.rows[i] then return "row " .. i .. " differs" end
  end
end

local function report(t, problem, before, after)
  if problem then
    error(("%s, width %d, keys %s\n%s\n%d %d---- drawn again:\n%s\n%d %d"):format(problem, t.columns,
      table.concat(t.log, " "), table.concat(before.rows, "\n"), before.x, before.y,
      table.concat(after.rows, "\n"), after.x, after.y), 0)
  end
end

-- Draws again, above the same rows, because the window becomes higher, in which more of a
-- tall entry is seen.
local function compare_in_place(t)
  local before = look(t)
  local dots = table.concat(before.rows):find("...", 1, true)
  if t.rows < 5 or t.columns < 12 or dots or not before.rows[1] or before.rows[1] == "" then return end
  resize(t, t.columns, t.rows + 1)
  local after = settle(t, 0)
  report(t, difference(before, after), before, after)
end

-- Draws again at the top.
local function compare(t)
  local before = finish_mode(t, look(t))
  local after = send(t, CTRL_L)
  if before.capture ~= after.capture then report(t, difference(before, after, true), before, after) end
end

-- -- random keys -----------------------------------------------------------------

local letters = {
  "a", "b", "x", "=", "1", "0", " ", " ", "(", ")", "{", "}", '"', "'", ",", ".", "--", "end ", "print(", "matrix(",
  "ab cd ", "0123456789", "local ", "é", "ß", "日", "本", "語", "한", "e\u{301}", "o\u{308}\u{323}", "\u{301}", "👍",
  "👍🏽", "👨‍👩‍👧‍👦", "👩‍🚀", "🇩🇪", "❤️", "\u{200B}", "\u{A0}", "ｆ", "क्षि", "\22\t", "\22\1", "α", "ﷺ",
}
local keys = {
  "\27[D", "\27[D", "\27[C", "\27[A", "\27[A", "\27[B", "\27[1;5C", "\27[1;5D", "\21", "\23", "\25", "\127", "\127",
  "\27[3~", "\31", "\31", "\20", "\9", "\9\9", "m\9\9", "\27\r", "\18", "\18a", "\18pr", "\19", "\7",
  "\27[200~a = 1\nb = '日本'\n\27[201~", "\27[200~x\ty\27[201~",
}
local emacs = {
  "\1", "\5", "\2", "\6", "\27b", "\27f", "\11", "\27y", "\27d", "\27t", "\27u", "\27l", "\27c", "\27r", "\27\\",
  "\15", "\0273", "\27-", "\24\24", "\24\21", "\27<", "\27>", "\29x", "\27*",
}
local vi = {
  "\27", "\27h", "\27l", "\0270", "\27$", "\27w", "\27b", "\27x", "\27dw", "\27k", "\27j", "\27i", "\27A", "\27cw",
  "\27u", "\27p", "\27P", "\27~", "\27D", "\27S", "\27r日", "\27/a\r", "\27n", "\0273x", "\27.", "\27%", "\27fa",
  "\27C",
}

local history = [[
#1700000000
apple = 1
#1700000001
for i = 1, 3 do
  print("日本語", i)
end
#1700000002
berry = "a long entry of one line that does not fit in most of the windows of this test, 👨‍👩‍👧‍👦"
#1700000003
function f(a)
  -- comment
  return a

end
]]

local function choice(list) return list[math.random(#list)] end

local function random_keys(mode)
  local list = {}
  for i = 1, math.random(8) do
    local kind = math.random(10)
    list[i] = choice(kind <= 6 and letters or kind <= 8 and keys or mode)
  end
  return list
end

local function enter_keys(t, list)
  if math.random(2) == 1 then return send(t, table.concat(list)) end
  for _, key in ipairs(list) do send(t, key) end
end

-- -- a session -------------------------------------------------------------------

local inputrcs = {
  "", "set editing-mode vi\nset keyseq-timeout 1", "set horizontal-scroll-mode on", "set show-mode-in-prompt on",
  "set mark-modified-lines on\nset enable-active-region on", "set show-all-if-ambiguous on\nset colored-stats on",
  "set editing-mode vi\nset keyseq-timeout 1\nset show-mode-in-prompt on\n"
    .. "set vi-cmd-mode-string \"\\1\\e[32m\\2:\\1\\e[m\\2\"",
}

local function open(inputrc, options)
  local home = terminal.folder()
  local function write(name, text) assert(io.open(home .. "/" .. name, "w")):write(text):close() end
  os.execute("mkdir -p " .. home .. "/.local/state/mlrepl")
  write(".local/state/mlrepl/history", options.history or "")
  write("inputrc", inputrc)
  options.home, options.env.INPUTRC = home, home .. "/inputrc"
  local t = terminal.open(options)
  t.columns, t.rows, t.pid, t.log = options.columns, options.rows, t:process(), {}
  return t:control()
end

-- Begins an entry somewhere on the screen.
local function begin(t)
  local n = math.random(t.rows + 3)
  t.log[#t.log + 1] = "|"
  t:press("C-c")
  settle(t, 0)
  send(t, "for i = 1," .. n .. " do print('='..i) end\r")
end

local function session(seed)
  math.randomseed(seed)
  local inputrc = inputrcs[seed % #inputrcs + 1]
  local mode = inputrc:find("mode vi") and vi or emacs
  local t = open(inputrc, {history = history, columns = math.random(20, 60), rows = math.random(5, 24), env = {}})
  local ok, message = pcall(function()
    for i = 1, BATCHES do
      if i % 3 == 1 then begin(t) end
      enter_keys(t, random_keys(mode))
      if math.random(3) == 1 then resize(t, math.random(5, 60), math.random(4, 24)) end
      enter_keys(t, random_keys(mode))
      if math.random(3) == 1 then compare_in_place(t) end
      compare(t)
    end
  end)
  t:close()
  if not ok then error("seed " .. seed .. " " .. message, 0) end
end

-- -- the same keys in lua5.4 ------------------------------------------------------

local ascii = {"a", "b", "xy", "=", "1", "0", " ", "(", ")", "'", ",", "ab cd ", "0123456789", "end ", "-"}
local ascii_keys = {
  "\27[D", "\27[D", "\27[C", "\27[A", "\27[B", "\1", "\5", "\2", "\6", "\27b", "\27f", "\11", "\21", "\23", "\25",
  "\27d", "\127", "\127", "\31", "\20", "\27t", "\27u", "\27l", "\27c", "\27r", "\27\\", "\7",
  "\0273", "\27-", "\24\24", "\29x", "\22\1", "\27<", "\27>", "\r", "\r",
}
local ascii_inputrcs = {
  "", "set horizontal-scroll-mode on", "set show-mode-in-prompt on\nset emacs-mode-string \"[e] \"",
  "set mark-modified-lines on",
}

local function open_pair(inputrc)
  local columns = math.random(14, 60)
  local programs = {
    {"lua5.4", [[-e "_PROMPT='ml> '" -i]]},
    {nil, [[-e "printoptions{suggestions=false, signatures=false}" -i]]},
  }
  local pair = {}
  for i, p in ipairs(programs) do
    local env = {NO_COLOR = "1"}
    local text = inputrc .. "\n\"\\e[A\": previous-history\n\"\\e[B\": next-history\n"
    pair[i] = open(text, {program = p[1], args = p[2], env = env, columns = columns, rows = 20})
  end
  return pair
end

-- What is run was typed for that and prints nothing. There are no searches, which Readline
-- does not always draw right; in one row, counts scroll differently. What Readline leaves behind
-- in a row is gone when both draw again.
local function pair_session(seed)
  math.randomseed(seed)
  local inputrc = ascii_inputrcs[seed % #ascii_inputrcs + 1]
  local pair = open_pair(inputrc)
  local ok, message = pcall(function()
    for _, t in ipairs(pair) do send(t, CTRL_L) end
    for i = 1, 2 * BATCHES do
      local list = {}
      for k = 1, math.random(6) do
        list[k] = choice(math.random(2) == 1 and ascii or ascii_keys)
        if list[k] == "\r" then list[k] = ("\1\11v%d_%d = 0123456789\r"):format(i, k) end
        if list[k]:find("^\27[3-]$") and inputrc:find("horizontal") then list[k] = "3" end
      end
      local theirs, ours = send(pair[1], table.concat(list)), send(pair[2], table.concat(list))
      if ours.text ~= theirs.text then theirs, ours = send(pair[1], CTRL_L), send(pair[2], CTRL_L) end
      report(pair[2], ours.text ~= theirs.text and "not as in lua5.4", ours, theirs)
    end
  end)
  for _, t in ipairs(pair) do t:close() end
  if not ok then error("seed " .. seed .. " " .. message, 0) end
end

-- -- all --------------------------------------------------------------------------

-- On a busy machine the screen may follow late, so only what fails twice counts.
local function try(name, body, seed)
  check.case(name .. seed, function()
    local ok, message = pcall(body, seed)
    if not ok and not pcall(body, seed) then error(message, 0) end
  end)
end

for seed = FIRST, LAST do
  try("seed ", session, seed)
  try("lua5.4, seed ", pair_session, seed)
end
check.done("redraw")
