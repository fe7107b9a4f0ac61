-- data.split{seal=true}: a test set whose looks are counted.
local check = dofile("tests/check.lua")
local case, equal, near, fails = check.case, check.equal, check.near, check.fails

local X = matrix.columns{vector.linspace(0, 1, 60), vector.linspace(5, 2, 60) ^ 2}
local y = X:column(1) * 3 + sin(vector.linspace(0, 40, 60)) * 0.3

local function sealed() -- new data, so that each case has its own seal
  local A, b = X:copy(), y:copy()
  return A, b, data.split(A, b, {seal = true})
end

local function is_sealed(value) return (pcall(data.looks, value)) end

case("what is computed from sealed rows is sealed", function()
  local A, b, Xtrain, Xtest, ytrain, ytest = sealed()
  local _, scaler = normalize(Xtrain)
  for _, value in ipairs{A, b, Xtest, ytest, Xtest:rows(1, 3), Xtest[1], Xtest:column(2),
    Xtest:columns(1, 1), Xtest:take{1, 2}, Xtest:take_columns{2}, Xtest:copy(), Xtest:t(),
    Xtest * 2, 1 - ytest, -Xtest, exp(Xtest), scaler(Xtest), scaler:invert(Xtest),
    (polyfeatures(Xtest, 2)), matrix.rows{Xtest[1]}, matrix.columns{ytest}, ytest:concat(ytrain),
    ytrain:concat(ytest), Xtest:mean"columns", Xtrain - Xtest:mean"columns", ytest:sort(),
    Xtest:where(ytest:gt(0)), matrix.rows{Xtrain[1], Xtest[1]}} do
    if not is_sealed(value) then error("not sealed: " .. tostring(value)) end
  end
  for _, value in ipairs{Xtrain, ytrain, scaler(Xtrain), Xtrain[1], Xtrain * 2, X, y} do
    if is_sealed(value) then error("sealed: " .. tostring(value)) end
  end
  local C = Xtrain:copy()
  C[1] = Xtest[1]
  equal(is_sealed(C), true)
  C = Xtrain:copy()
  local row = C:rows(1, 1)
  row:add(Xtest:rows(1, 1))
  equal(is_sealed(C), true)
end)

case("learning from sealed rows is refused", function()
  local A, b, Xtrain, Xtest, ytrain, ytest = sealed()
  local m = model.linear()
  local function says(name, body) fails(body, name .. ": the data include rows of the sealed") end
  says("normalize", function() normalize(Xtest) end)
  says("normalize", function() normalize(A) end)
  says("normalize", function() normalize((polyfeatures(A, 2))) end)
  says("train", function() train(m, A, b) end)
  says("train", function() train(m, Xtest * 1, ytest) end)
  says("train", function() train(m, Xtrain, ytrain * 0 + ytest:mean() * 0 + b:slice(1, 48)) end)
  says("cross_validate", function() cross_validate(m, A, b) end)
  says("search", function() search(model.linear, {lambda = {0, 1}}, A, b) end)
  says("data.folds", function() data.folds(A, b, 3) end)
  says("library.linear", function() library.linear(A, b) end)
  train(m, Xtrain, ytrain, {method = "exact"})
  fails(function() m.w = m:gradient(Xtest, ytest) end, "model: the weights were computed from rows")
  equal(#cross_validate(m, Xtrain, ytrain).scores, 5)
  fails(function() data.looks(Xtrain) end, "is not sealed")
  fails(function() data.looks(3) end, "sealed vector or matrix expected")
end)

case("looks are counted; the same predictions are no new look", function()
  local _, _, Xtrain, Xtest, ytrain, ytest = sealed()
  local m = model.linear()
  train(m, Xtrain, ytrain, {method = "exact"})
  equal(data.looks(Xtest).count, 0)
  local score = m:score(Xtest, ytest)
  equal(m:score(Xtest, ytest), score)
  equal(data.looks(Xtest).count, 1)
  equal(data.looks(ytest).excess, 0)
  m.lambda = 5
  train(m, Xtrain, ytrain, {method = "exact"})
  m:score(Xtest, ytest)
  metrics.rmse(ytest, m:predict(Xtest))
  local l = data.looks(Xtest)
  equal(l.count, 3)
  equal(l.scores[1], score)
  equal(#l.scores, 2)
  equal(l.excess > 0, true)
  equal(tostring(l):match("^3 looks at the sealed test set; the best score, 0%.%d+, is expected") ~= nil,
    true)
  equal(pcall(m.score, m, Xtest, {1}), false)
  equal(data.looks(Xtest).count, 3)
end)

case("the same split continues the seal, another one seals all parts", function()
  local A, b, _, Xtest, _, ytest = sealed()
  metrics.mse(ytest, ytest * 0)
  local P, Q = data.split(A, b)
  equal(is_sealed(P), false)
  equal(data.looks(Q).count, 1)
  equal(Q, Xtest)
  P = data.split(A, b, {seed = 2})
  equal(is_sealed(P), true)
end)

-- -- the optimism of the best of k -------------------------------------------------

local looks = debug.getregistry()["mlrepl.modules"]["mlrepl.selection.looks"]

-- Is each of n answers right, by each of k models? The models are equally good and
-- agree more than by chance if share > 0.
local function answers(n, k, share)
  local common, list = vector.randn(n) * math.sqrt(share), {}
  for j = 1, k do list[j] = (common + vector.randn(n) * math.sqrt(1 - share)):lt(0.8) end
  return list
end

-- By the program, averaged over test sets, and the truth by simulation.
local function excesses(n, k, share)
  local told, sets, best, tries = 0, 12, 0, 1200
  for _ = 1, sets do
    local seal = {}
    for _, right in ipairs(answers(n, k, share)) do
      looks.add(seal, right:mean(), right - right:mean())
    end
    told = told + looks.excess(seal) / sets
  end
  local right = 0.7881446014166034 -- the chance that a normal number is below 0.8
  for _ = 1, tries do
    local most = 0
    for _, one in ipairs(answers(n, k, share)) do most = math.max(most, one:mean()) end
    best = best + (most - right) / tries
  end
  return told, best
end

case("the expected excess of the best of k is that of a simulation within 20 %", function()
  seed(7)
  for _, set in ipairs{{200, 2, 0}, {200, 10, 0}, {100, 50, 0}, {200, 2, 0.5}, {200, 10, 0.8},
    {100, 50, 0.8}} do
    local told, truth = excesses(table.unpack(set))
    near(told / truth, 1, 0.2)
  end
end)

case("equal scores of equal answers have no excess; drawing leaves the user's numbers", function()
  local seal, right = {}, vector{1, 0, 1, 1, 0, 1}
  seed(3)
  local expected = vector.random(2)
  seed(3)
  looks.add(seal, right:mean(), right - right:mean())
  looks.add(seal, right:mean(), right - right:mean())
  near(looks.excess(seal), 0, 1e-9)
  equal(vector.random(2), expected)
end)

check.done("seal")
