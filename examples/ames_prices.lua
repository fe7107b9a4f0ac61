-- What does a house cost in Ames, Iowa? Linear regression on ten features of
-- 2925 real sales, and which of the features matter.
--
-- Try changing: the list of columns, or log_price = false.

local columns = {"living_area", "bedrooms", "full_baths", "basement_area", "garage_cars",
  "fireplaces", "lot_area", "year_built", "year_remodeled", "year_sold"}
local log_price = true -- predict log(price), so that a weight of 0.01 means one percent

-- De Cock, who published the data, recommends dropping the five houses over
-- 4000 square feet. Three of them were sold before they were finished.
local sales = data.load("ames")
sales = sales:filter(sales.living_area:le(4000))
local X, price = sales:matrix(columns), sales.price
local X_train, X_test, price_train, price_test = data.split(X, price, {test = 0.2, seed = 1})
print(("%d sales for training, %d for testing"):format(#X_train, #X_test))

local function to_target(dollars) return log_price and log(dollars) or dollars end
local function to_dollars(target) return log_price and exp(target) or target end

-- The model standardizes its features; "exact" needs no learning rate.
local m = model.linear{normalize = "zscore", names = columns}
train(m, X_train, to_target(price_train), {method = "exact"})

local guess = to_dollars(m:predict(X_test))
local off = abs(guess - price_test) / price_test * 100
print(("test error: %.0f dollars (RMSE), %.0f dollars (mean absolute error)"):format(
  metrics.rmse(price_test, guess), metrics.mae(price_test, guess)))
print(("half of the predictions are within %.1f%% of the price, 90%% within %.1f%%"):format(
  off:median(), off:quantile(0.9)))
print(("R² %.4f on the test set"):format(metrics.r2(price_test, guess)))

-- How certain are the weights? As a rule of thumb, a weight with |t| above 2 is
-- significantly different from 0.
print(m:summary(X_train, to_target(price_train)))

-- Each weight is per standard deviation of its feature, so they are comparable.
local order = abs(m.w):argsort()
local names = {}
for i, j in order:each() do names[i] = columns[math.floor(j)] end
local f = plot.figure{rows = 1, columns = 2, size = {1200, 480}}
f[1]:scatter(price_test / 1000, guess / 1000, {size = 5, alpha = 0.5})
f[1]:line({0, 600}, {0, 600}):title("585 houses of the test set")
f[1]:xlabel("price (1000 dollars)"):ylabel("predicted price (1000 dollars)")
f[2]:bar(names, m.w:take(order), {horizontal = true}):title("Effect of one standard deviation")
f[2]:xlabel(log_price and "weight (0.1 is ten percent)" or "weight (dollars)")
plot.show()
