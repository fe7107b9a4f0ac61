-- A survey as a form on the web exports it: who buys?
--
--   mlrepl examples/survey.lua
--
-- The file begins with a byte order mark; two columns are called "score"; answers have
-- blanks around them or are missing: "", "NA" or "N/A". Try changing: drop_missing
-- instead of fill_missing.

local d = data.read((arg[0]:match(".*/") or "") .. "survey.csv")
d = d:rename{before = "score", after = "score_2"}
print(d:describe())
d = d:fill_missing("mean")
print(d:group("group", {mean = {"age", "income"}}))

-- The odds of buying. The weights are those of standardized columns.
local columns = {"age", "income", "before", "after", "group_south", "group_west"}
local X = d:onehot("group", {drop = "first"}):matrix(columns)
local y = d:labels("bought", {positive = "yes"})
local m = model.logistic{normalize = "zscore", names = columns}
train(m, X, y, {method = "newton"})
for j, name in ipairs(columns) do print(("%-11s %.12f"):format(name, m.w[j])) end
print(("b           %.12f\naccuracy    %.12g"):format(m.b, m:score(X, y)))
