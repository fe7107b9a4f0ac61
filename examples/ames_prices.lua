-- What does a house cost in Ames, Iowa? Ten numbers of 2925 real sales, and
-- which of them matter.
--
-- Change first: the list of columns, or log_price = false.

local columns = {"living_area", "bedrooms", "full_baths", "basement_area", "garage_cars",
  "fireplaces", "lot_area", "year_built", "year_remodeled", "year_sold"}
local log_price = true -- learn log(price): then a weight of 0.01 means one percent

-- De Cock, who collected the sales, advises to leave the giants out: three of
-- the five were sold unfinished.
local sales = data.load("ames")
sales = sales:filter(sales.living_area:le(4000))
local X, price = sales:matrix(columns), sales.price
local X_train, X_test, price_train, price_test = data.split(X, price, {test = 0.2, seed = 1})
print(("%d sales to learn from, %d to test"):format(#X_train, #X_test))

local function to_target(dollars) return log_price and log(dollars) or dollars end
local function to_dollars(target) return log_price and exp(target) or target end

-- The model scales its columns by itself; "exact" needs no alpha.
local m = model.linear{normalize = "zscore", names = columns}
train(m, X_train, to_target(price_train), {method = "exact"})

local guess = to_dollars(m:predict(X_test))
local off = abs(guess - price_test) / price_test * 100
print(("off by %.0f dollars (rmse), %.0f (mean)"):format(metrics.rmse(price_test, guess),
  metrics.mae(price_test, guess)))
print(("half of the test houses are met within %.1f %%, nine of ten within %.1f %%"):format(
  off:median(), off:quantile(0.9)))
print(("R² %.4f on the test part"):format(metrics.r2(price_test, guess)))

-- How sure are the weights? |t| above 2 is more than chance, as a rule.
print(m:summary(X_train, to_target(price_train)))

-- A weight is per sigma of its column, so their sizes can be compared.
local order = abs(m.w):argsort()
local names = {}
for i, j in order:each() do names[i] = columns[math.floor(j)] end
local f = plot.figure{rows = 1, columns = 2, size = {1200, 480}}
f[1]:scatter(price_test / 1000, guess / 1000, {size = 5, alpha = 0.5})
f[1]:line({0, 600}, {0, 600}):title("585 houses it has not seen")
f[1]:xlabel("sold for (1000 dollars)"):ylabel("predicted (1000 dollars)")
f[2]:bar(names, m.w:take(order), {horizontal = true}):title("What one sigma more changes")
f[2]:xlabel(log_price and "weight (0.1: ten percent)" or "weight (dollars)")
plot.show()
