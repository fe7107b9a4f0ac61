-- Every option of every primitive that wants a number, found by the usages: a
-- string of digits, a boolean, a table and nan are refused, by the option's name.
local check = dofile("tests/check.lua")

local NAN = 0 / 0
local X, y, classes = matrix{{1, 2}, {2, 1}, {3, 3}, {4, 2}}, {1, 2, 3, 5}, {0, 1, 0, 1}
local Z = matrix{{1, 2}, {3, 4}}

local function new_run()
  local m = model.linear()
  return train(m, X, y, {iterations = 3})
end

-- What comes before the options.
local before = {
  ["data.read"] = function() return "no.csv" end,
  ["data.split"] = function() return X, y end,
  ["data.folds"] = function() return X, y, 2 end,
  ["metrics.roc"] = function() return classes, {0.1, 0.7, 0.2, 0.6} end,
  ["metrics.auc"] = function() return classes, {0.1, 0.7, 0.2, 0.6} end,
  ["metrics.precision"] = function() return classes, classes end,
  ["metrics.recall"] = function() return classes, classes end,
  ["metrics.f1"] = function() return classes, classes end,
  ["metrics.confusion"] = function() return classes, classes end,
  polyfeatures = function() return X, 2 end,
  ["model:summary"] = function()
    local m = model.linear()
    train(m, X, y, {method = "exact"})
    return m, X, y
  end,
  train = function() return model.linear(), X, y end,
  cross_validate = function() return model.linear(), X, y end,
  search = function() return model.linear, {lambda = {0, 1}}, X, y end,
  ["run:fork"] = new_run,
  ["library.logistic"] = function() return X, classes end,
  line = function() return {1, 2}, {1, 2} end,
  scatter = function() return {1, 2}, {1, 2} end,
  fill = function() return {1, 2}, {1, 2}, {2, 3} end,
  text = function() return 1, 1, "a" end,
  func = function() return math.sin, 0, 1 end,
  contour = function() return {1, 2}, {1, 2}, Z end,
  image = function() return {1, 2}, {1, 2}, Z end,
  surface = function() return {1, 2}, {1, 2}, Z end,
  bar = function() return {1, 2}, {1, 2} end,
  histogram = function() return {1, 2, 3} end,
  arrows = function() return {1, 2}, {1, 2}, {1, 2}, {1, 2} end,
  annotate = function() return 1, 1, "a" end,
  plot = function() return {1, 2}, {1, 2} end,
  errorbar = function() return {1, 2}, {1, 2} end,
  hexbin = function() return {1, 2}, {1, 2} end,
  hline = function() return 1 end,
  vline = function() return 1 end,
  span = function() return 1, 2 end,
  stem = function() return {1, 2}, {1, 2} end,
  step = function() return {1, 2}, {1, 2} end,
  title = function() return "a" end,
  xlabel = function() return "a" end,
  ylabel = function() return "a" end,
  ylabel_right = function() return "a" end,
  zlabel = function() return "a" end,
  ["metrics.precision_recall"] = function() return classes, {0.1, 0.7, 0.2, 0.6} end,
  ["metrics.average_precision"] = function() return classes, {0.1, 0.7, 0.2, 0.6} end,
  ["metrics.calibration"] = function() return classes, {0.1, 0.7, 0.2, 0.6} end,
  resample = function() return model.linear(), {1, 2, 3}, {1, 2, 4}, 10 end,
  ["plot.save"] = function()
    plot.line({1, 2}, {1, 2})
    return "no.png"
  end,
  ["figure:save"] = function() return plot.figure{}, "no.png" end,
}

local function arguments(name)
  local make = before[name]
  if make then return table.pack(make()) end
  local axes, word = name:match("^(%l+)[.:]([%l_]+)$")
  make = before[word]
  if make and axes == "axes" then return table.pack(plot.figure{}[1], make()) end
  return make and table.pack(make()) or {n = 0}
end

local function call(prim, key, value)
  local list = arguments(prim.name)
  local options = {[key] = value}
  if prim.name == "model.custom" then
    options.predict, options.cost = math.sin, math.sin
    options.gradient = math.sin
  end
  if key == "momentum" then options.method = "momentum" end
  if key == "batch" then options.method = "sgd" end
  list[list.n + 1] = options
  local ok, message = pcall(prim.fn, table.unpack(list, 1, list.n + 1))
  plot.close()
  return ok, tostring(message)
end

-- Numbers by their meaning: what is wanted of the others is another thing.
local numbers = {}
for word in ([[precision threshold edge width skip test seed level alpha iterations tolerance
  momentum batch report every rows columns size scale linewidth lambda b degree classes features C
  intercept_scaling positive vmin vmax center azim elev bottom bins at levels]]):gmatch("%g+") do
  numbers[word] = true
end

-- Where the same word means something else, or a value is right.
local fine = {
  ["data.read columns"] = "names", ["train rows"] = "boolean", ["run:fork rows"] = "boolean",
  ["lesson.step tolerance"] = "see lesson.lua", ["lesson.task tolerance"] = "see lesson.lua",
}

local count = 0
for _, prim in ipairs(debug.getregistry()["mlrepl.primitives"]) do
  local listed = prim.fn and prim.usage:match("{([%w_]+=.*)}")
  for key in (listed or ""):gmatch("([%w_]+)=") do
    if numbers[key] and not fine[prim.name .. " " .. key] then
      for what, value in pairs{['"2"'] = "2", ["true"] = true, ["{}"] = {}, ["nan"] = NAN} do
        count = count + 1
        check.case(("%s{%s=%s} is refused"):format(prim.name, key, what), function()
          local ok, message = call(prim, key, value)
          if ok then error("it is taken", 0) end
          if not message:find("%f[%w_]" .. key .. "%f[^%w_]") or message:find("\n") then
            error(message, 0)
          end
        end)
      end
    end
  end
end

check.case("many were found", function() check.equal(count > 300, true) end)

check.done("options")
