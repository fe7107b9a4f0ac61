-- tape.lua - plot.tape: the operations of a tape as boxes and arrows, from the
-- arguments on the left to the value on the right.

local context = require "mlrepl.context"
local pictures = require "mlrepl.plots.common"
local tape = require "mlrepl.explain.tape"
local fail = pictures.fail

local MOST = 40               -- boxes
local LETTER, LINE = 7, 50  -- pixels: a letter's width, a box with its gap
local GAP = 62                -- pixels between columns, for the arrows
local BOX = 0.66              -- height of a box; rows are 1 apart

local function number(x) return ("%.4g"):format(x) end

local function short(value)
  if type(value) == "number" then return number(value) end
  local text = tostring(value):gsub("%s+", " ")
  return #text <= 16 and text or context.describe(value)
end

-- -- layout --------------------------------------------------------------------

-- Arguments are in column 0, a step is right of all its inputs. Where an arrow
-- passes a column, a lane keeps its row free: t.lanes[box][column].
local function columns_of(t)
  local depth, columns, lanes = {}, {}, {}
  local function put(box, column)
    depth[box] = column
    columns[column] = columns[column] or {}
    table.insert(columns[column], box)
  end
  local function keep_lanes(box, last)
    lanes[box] = lanes[box] or {}
    local before = box
    for column = depth[box] + 1, last do
      if not lanes[box][column] then
        lanes[box][column] = {name = box.name, inputs = {{from = before}}, lane = true}
        put(lanes[box][column], column)
      end
      before = lanes[box][column]
    end
  end
  for _, a in ipairs(t.arguments) do put(a, 0) end
  for _, s in ipairs(t.steps) do
    local column = 1
    for _, input in ipairs(s.inputs) do column = math.max(column, depth[input.from] + 1) end
    for _, input in ipairs(s.inputs) do keep_lanes(input.from, column - 1) end
    put(s, column)
  end
  return columns, lanes, depth
end

-- Places the boxes of a column at the mean height of their inputs, 1 apart.
local function place_rows(columns)
  local y = {}
  for column = 0, #columns do
    local boxes, wish = columns[column] or {}, {}
    for k, box in ipairs(boxes) do
      local sum = 0
      for _, input in ipairs(box.inputs) do sum = sum + y[input.from] end
      wish[box] = #box.inputs > 0 and sum / #box.inputs or -k
      y[box] = wish[box]
    end
    local order = table.move(boxes, 1, #boxes, 1, {})
    table.sort(order, function(a, b)
      if wish[a] ~= wish[b] then return wish[a] > wish[b] end
      return a.name < b.name
    end)
    for k = 2, #order do y[order[k]] = math.min(y[order[k]], y[order[k - 1]] - 1) end
    local shift = 0 -- back to the mean of the wishes
    for _, box in ipairs(order) do shift = shift + (wish[box] - y[box]) / #order end
    for _, box in ipairs(order) do y[box] = y[box] + shift end
  end
  return y
end

local function lines_of(box)
  local head = box.operation and box.name .. " = " .. box.operation or box.name
  local value, slope = short(box.value), short(box.slope)
  if type(box.value) ~= "number" and value == slope then return head, value end
  return head, ("%s, slope %s"):format(value, slope)
end

-- The left edge and width of each column, in pixels, and the whole width.
local function place_columns(columns)
  local left, width, x = {}, {}, 0
  for column = 0, #columns do
    local letters = 1
    for _, box in ipairs(columns[column] or {}) do
      local head, foot = "", ""
      if not box.lane then head, foot = lines_of(box) end
      letters = math.max(letters, utf8.len(head) or #head, utf8.len(foot) or #foot)
    end
    left[column], width[column] = x, (letters + 2) * LETTER
    x = x + width[column] + GAP
  end
  return left, width, x - GAP
end

local function layout_of(t)
  local layout = {}
  layout.columns, layout.lanes, layout.depth = columns_of(t)
  layout.left, layout.width, layout.whole = place_columns(layout.columns)
  layout.y = place_rows(layout.columns)
  layout.low, layout.high = math.huge, -math.huge
  for _, at in pairs(layout.y) do
    layout.low, layout.high = math.min(layout.low, at), math.max(layout.high, at)
  end
  return layout
end

-- -- drawing -------------------------------------------------------------------

local function draw_box(axes, box, layout)
  local head, foot = lines_of(box)
  local column, y = layout.depth[box], layout.y[box]
  local x = layout.left[column]
  axes:fill({x, x + layout.width[column]}, y - BOX / 2, y + BOX / 2,
    {color = box.operation and "C0" or "C1", alpha = 0.25})
  axes:text(x + LETTER, y + BOX / 5, head, {size = 11})
  axes:text(x + LETTER, y - BOX / 5, foot, {size = 10})
end

-- An arrow from each input, along its lanes, with the local derivative.
local function draw_arrows(axes, step, layout)
  for _, input in ipairs(step.inputs) do
    local from, y = input.from, layout.y
    local column = layout.depth[from]
    local xs, ys = {layout.left[column] + layout.width[column]}, {y[from]}
    for c = column + 1, layout.depth[step] - 1 do
      local row = y[layout.lanes[from][c]]
      xs[#xs + 1], ys[#ys + 1] = layout.left[c], row
      xs[#xs + 1], ys[#ys + 1] = layout.left[c] + layout.width[c], row
    end
    local x0, y0 = xs[#xs], ys[#ys]
    local dx, dy = layout.left[layout.depth[step]] - x0, y[step] - y0
    if #xs > 1 then axes:line(xs, ys, {color = "gray", linewidth = 1.5}) end
    axes:arrows(x0, y0, dx, dy, {color = "gray"})
    if input.derivative then
      axes:text(x0 + 0.2 * dx, y0 + 0.3 * dy + 0.16, number(input.derivative),
        {size = 10, color = "C3"})
    end
  end
end

local function draw(axes, t, layout)
  for _, s in ipairs(t.steps) do draw_arrows(axes, s, layout) end
  for _, a in ipairs(t.arguments) do draw_box(axes, a, layout) end
  for _, s in ipairs(t.steps) do draw_box(axes, s, layout) end
  axes:xlim(-LETTER, layout.whole + LETTER):ylim(layout.low - 0.6, layout.high + 0.6)
  axes:grid(false):xticks({}):yticks({})
end

local function tape_figure(t, options)
  options = context.options("plot.tape", options)
  if type(t) == "number" or type(t) == "userdata" then t = tape.of(t) or t end
  if context.describe(t) ~= "tape" then
    fail("tape", "t (argument 1): tape of grad.tape or result of the last grad expected, got %s",
      context.describe(t))
  end
  if #t.arguments + #t.steps > MOST then
    fail("tape", "the tape has %d steps, but at most %d boxes can be read; use a smaller example, "
      .. "or why(t)", #t.steps, MOST)
  end
  local layout = layout_of(t)
  local rows = layout.high - layout.low + 1.2
  local f = pictures.new_figure("tape", 1, 1, options,
    {math.max(420, layout.whole + 80) // 1 | 0, math.max(160, rows * LINE + 90) // 1 | 0})
  draw(f[1], t, layout)
  if not options.title then f[1]:title("Red: local derivatives") end
  return f
end

return {entries = {pictures.figure("tape", tape_figure, "t, {title=, size=, theme=}",
  "Draws the operations of a tape of grad.tape, or of what the last call of grad returned, as "
  .. "boxes: the arguments on the left, then each "
  .. "step with its value and slope, the derivative of the function's value by it. An arrow leads "
  .. "from an input to a step; the red number at it is the local derivative: the slope of an "
  .. "input is the sum, over its arrows, of the local derivative times the slope of the step. At "
  .. "most 40 boxes.",
  "t = grad.tape(function(x) return x ^ 2 + 3 * x end, 2)\n", "t", "figure 1x1, 20 marks")}}
