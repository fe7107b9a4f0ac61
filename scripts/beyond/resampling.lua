-- Resampling: how much the answer would change if the sample had been another one.
local step, task = lesson.step, lesson.task

step{
  title = "Another sample",
  text = [[
    Fifteen houses were sold: their size in 1000 sqft and their price in 1000 dollars. (The data
    are made up, so that we know the truth: each additional 1000 sqft adds 200 to the price, and
    the rest is chance.) A line through these 15 houses has some slope. With 15 other houses, the
    slope would be different. Here are the slopes of four samples.]],
  question = "Which slope will a sample of 15 houses have?",
  choices = {"exactly 200, the true one", "around 200, a different one each time",
    "always too small"},
  answer = 2,
  why = {
    [1] = "The true slope is 200, but chance moves the prices, and the line follows the prices.",
    [3] = "Chance moves prices up as often as down.",
  },
  because = [[
    The slopes are {slopes[1]%.0f}, {slopes[2]%.0f}, {slopes[3]%.0f} and {slopes[4]%.0f}. In
    practice we have one sample and do not know how far its slope is from the true one.]],
}
function sell(n)
  local size = 1 + 2 * vector.random(n)
  return size, 100 + 200 * size + 40 * vector.randn(n)
end
seed(1)
slopes = {}
for k = 1, 4 do
  size, price = sell(15)
  m = model.linear()
  train(m, size, price, {method = "exact"})
  slopes[k] = m.w[1]
  print(("sample %d: slope %.1f"):format(k, slopes[k]))
end

step{
  title = "Samples from the sample",
  text = [[
    The bootstrap makes new samples from the one we have: it draws 15 rows with replacement, so
    that some houses appear twice and others not at all, and fits the line again. We do this once
    by hand, with the last sample.]],
  question = "15 rows are drawn from 15 rows, with replacement. Which rows will the sample have?",
  choices = {"all rows once, in another order", "some rows twice or more, others not at all",
    "15 new houses"},
  answer = 2,
  why = {
    [1] = "That would be drawing without replacement, and the line would stay the same.",
    [3] = "No new house is sold: each drawn row is one of the 15.",
  },
  because = [[
    On average, 63% of the rows are drawn at least once. The slope is {slope_again%.1f} instead
    of {slopes[4]%.1f}, and another draw would give yet another one.]],
}
rows = floor(vector.random(15) * 15) + 1
print("rows:", rows:sort())
again = model.linear()
train(again, size:take(rows), price:take(rows), {method = "exact"})
slope_again = again.w[1]
print(("slope %.1f"):format(slope_again))

step{
  title = "Two hundred refits",
  text = [[
    resample does this 200 times. The interval contains 95% of the refits: 2.5% are below it, and
    2.5% above. plot.fit draws the refits as thin lines.]],
  question = "Where are the thin lines farthest apart?",
  choices = {"in the middle of the data", "at the ends", "the distance is the same everywhere"},
  answer = 2,
  why = {
    [1] = "In the middle, all lines must pass through the bulk of the houses.",
    [3] = "The lines differ in slope, so the distance between them changes.",
  },
  because = [[
    All lines pass near the center of the data and turn around it. The slope is {m.w[1]%.0f}, and
    95% of the refits lie between {low%.0f} and {high%.0f}. The true slope, 200, is {where}.]],
  try = "r:predict(2) is the interval of the line at 2000 sqft, r:predict(6) far outside the data.",
}
r = resample(m, size, price, 200, {seed = 1})
low, high = r.low[2], r.high[2]
where = low <= 200 and 200 <= high and "inside" or "outside"
print(r)
plot.fit(m, size, price, {resample = r, names = {"size (1000 sqft)", "price (1000 dollars)"}})
plot.show()

step{
  title = "What 95% means",
  text = [[
    Nobody can tell from one interval whether it contains the true slope. But we made up the data,
    so we can draw 100 samples, compute the interval of each, and count.]],
  question = "Of 100 such intervals, about how many contain the true slope?",
  answer = 95,
  tolerance = 0.05,
  why = {{100, "Then the intervals would have to be very wide: 5% may miss."},
    {50, "An interval for 50% would be less than half as wide."}},
  because = [[
    {hits} of 100 do. With only 15 rows, the intervals of the bootstrap are a little too narrow;
    with more rows, the number comes close to 95.]],
}
hits = 0
for k = 1, 100 do
  local x, y = sell(15)
  local one = resample(model.linear(), x, y, 200, {seed = k})
  if one.low[2] <= 200 and 200 <= one.high[2] then hits = hits + 1 end
end
print(hits .. " of 100 intervals contain the true slope")

step{
  title = "One row too many",
  text = [[
    One price was mistyped: it is ten times too high. influence() leaves out each row in turn, fits
    the line to the others, and shows which rows change the weights most.]],
  question = "Row 15 is wrong. By how much does it move the slope?",
  choices = {"by a fifteenth, like every other row", "more than any other row",
    "not at all: 14 rows are right"},
  answer = 2,
  why = {
    [1] = "Least squares squares the errors, so a row that is far off counts much more.",
    [3] = "The line minimizes the sum over all rows, including the wrong one.",
  },
  because = [[
    Without row {worst%.0f}, the slope is {repaired%.0f} instead of {spoiled%.0f}. Look at a
    row that matters so much: is it a mistake, or the most interesting house of all?]],
}
wrong = price:copy()
wrong[15] = 10 * wrong[15]
bad = resample(model.linear(), size, wrong, 200)
f = bad:influence()
print(f)
worst = f.rows[1]
spoiled = bad.estimate[2]
repaired = spoiled + f.changes[worst][2]

narrow = nil -- for the task
task{
  text = [[
    How many houses make the interval of the slope narrower than 20? Create a resampling named
    `narrow` of a line through enough houses. sell(n) returns the sizes and prices of n houses.]],
  check = function()
    if not narrow then return false, "`narrow` does not exist yet" end
    local width = narrow.high[2] - narrow.low[2]
    return width < 20, ("the interval is %.1f wide"):format(width)
  end,
  hints = {
    "To halve the width, you need four times as many rows.",
    "With 15 houses it is about 80 wide; 16 times as many make it a quarter of that.",
    "x, y = sell(1000)  narrow = resample(model.linear(), x, y, 200)",
  },
  solution = [[x, y = sell(1000)
    narrow = resample(model.linear(), x, y, 200)]],
}
