-- page_ticks.lua - the page's script makes new ticks after zooming: they must be those of
-- the program for every range. Needs node.
local check = dofile("tests/check.lua")

local NODE = check.lines("command -v node")[1]
if not NODE then
  print("skipped: node is not installed")
  return check.done("page_ticks")
end

local folder = check.lines("mktemp -d")[1]
os.execute(("cp lib/page/*.js '%s' && echo '{\"type\":\"module\"}' > '%s/package.json'"):format(folder, folder))

local SCRIPT = [[
import {ticksFor} from "./ticks.js";
import {readFileSync} from "fs";
const html = readFileSync(process.argv[2], "utf8");
const figure = JSON.parse(/<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html)[1]);
const SMALL = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207b";
const plain = text => text.replace(/#[ud]/g, "")
  .replace(/./gu, sign => SMALL.includes(sign) ? "0123456789-"[SMALL.indexOf(sign)] : sign).replaceAll("\u2212", "-");
const same = (axis, most) => {
  const made = ticksFor(axis, axis.from, axis.to, most);
  return JSON.stringify([made.at, made.text.map(plain), plain(made.offset)]) ===
    JSON.stringify([axis.at, axis.text.map(plain), plain(axis.offset)]);
};
let n = 0;
for (const panel of figure.panels) for (const axis of [panel.x, panel.y]) {
  n++;
  if (![2, 3, 4, 5, 6, 7, 8, 9, 10, 11].some(most => same(axis, most)))
    console.log(axis.ticks, axis.from, axis.to, axis.text.join(" "), axis.offset);
}
console.log(n);
]]
local file <close> = assert(io.open(folder .. "/test.js", "w"))
file:write(SCRIPT)
file:close()

seed(7)

-- Axes of one kind with random limits.
local function figure(kind, draw)
  local f = plot.figure{rows = 7, columns = 7, size = {3500, 2800}}
  for k = 1, 49 do
    draw(f[k], 10 ^ math.random(-6, 9),
      math.random(-1, 1) * 10 ^ math.random(0, 4))
  end
  f:save(folder .. "/figure.html")
  local lines = check.lines(("cd '%s' && '%s' test.js figure.html"):format(folder, NODE))
  if lines[1] ~= "98" then error(kind .. ": " .. table.concat(lines, "\n", 1, math.min(5, #lines))) end
end

local function linear(axes, width, away)
  axes:line({0, 1}, {0, 1.5}):xlim(width * away, width * (away + 1)):ylim(-width, width * 2)
end

check.case("linear and whole ticks of the page", function()
  figure("linear", linear)
  figure("whole", function(axes, width, away)
    axes:line({0, 5}, {1, 4}):xlim(away, away + 1 + width % 30):ylim(0, width)
  end)
end)

check.case("logarithmic ticks of the page", function()
  figure("log", function(axes, width, away)
    axes:line({1, 2.5}, {1, 2.5}):xlim(width, width * (2 + math.abs(away))):ylim(width, width * 3):log_x():log_y()
  end)
  figure("symlog", function(axes, width, away)
    axes:line({0, 1}, {0, 1.5}):xlim(-width, width * (2 + math.abs(away))):ylim(width, width * away - 1)
      :log_x("symlog", 1):log_y("symlog", 0.1)
  end)
end)

check.case("dates on the page", function()
  figure("dates", function(axes, width, away)
    local from = 1.7e9 + away * 1e5
    axes:line({0, 1}, {0, 1.5}):xlim(from, from + 5 + width % 1e8):ylim(-1e9, -1e9 + 5 + width):dates("x"):dates("y")
  end)
end)

os.execute("rm -r " .. folder)
check.done("page_ticks")
