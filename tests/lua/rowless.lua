-- Linear models trained on X'X and X'y, without row passes, give the same results.
local check = dofile("tests/check.lua")

local function houses()
  local d = data.load("ames")
  return d:matrix{"living_area", "bedrooms", "lot_area", "year_built"}, d:vector"price"
end

-- Trains both ways; costs agree to 1e-9 relative, weights to 1e-9 of the largest.
local function compare(X, y, options)
  local a, b = model.linear{lambda = options.lambda}, model.linear{lambda = options.lambda}
  options.lambda = nil
  local without = train(a, X, y, options)
  options.rows = true
  local with = train(b, X, y, options)
  check.equal(#without.cost, #with.cost)
  check.equal(abs((without.cost - with.cost) / with.cost):max() < 1e-9, true)
  check.equal(abs(without.w - with.w):max() < 1e-9 * abs(with.w):max(), true)
  check.equal(abs(without.b - with.b):max() < 1e-9 * abs(with.b):max(), true)
  return without, a
end

check.case("costs and weights are the same at every iteration", function()
  local X, y = houses()
  local Z = normalize(X)
  compare(X, y, {alpha = 1e-8, iterations = 3000})
  compare(Z, y, {alpha = 0.3, iterations = 3000, lambda = 5})
  compare(Z, Z:dot(vector{1, -2, 3, 4}) + 5, {alpha = 0.05, iterations = 200, method = "momentum"})
end)

check.case("the last cost is computed from the rows", function()
  local X, y = houses()
  local Z = normalize(X)
  for _, tolerance in ipairs{0, 1e-3} do
    local run, m = compare(Z, y, {alpha = 0.3, iterations = 500, tolerance = tolerance})
    check.equal(run.final_cost, m:cost(Z, y))
    check.equal(run.cost[-1], run.final_cost)
    check.equal(run.converged, tolerance > 0)
  end
end)

check.case("collinear columns are trained with row passes", function()
  local X, y = houses()
  local Z = normalize(X)
  local twice = matrix.columns{Z:column(1), Z:column(1), Z:column(2)}
  compare(twice, y, {alpha = 0.3, iterations = 200})
end)

check.case("an alpha above the limit is reported with the limit", function()
  local X, y = houses()
  check.diverges(function()
    return train(model.linear(), X, y, {alpha = 2e-8, iterations = 1000})
  end, "alpha 2e-08 is above the limit 1.182e-08")
end)

check.case("training follows changes of the data in on_step", function()
  local X, y = houses()
  local Z, seen = normalize(X), 0
  train(model.linear(), Z, y, {iterations = 100, on_step = function(step)
    seen = seen + 1
    if step.iteration == 50 then y:mul(2) end
  end})
  local _, same = houses()
  check.equal(seen, 100)
  check.equal(y, same * 2)
  check.fails(function() train(model.linear(), Z, y, {rows = 1}) end, "option rows")
end)

check.done("rowless")
