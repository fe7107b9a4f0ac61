-- From your own CSV file to a saved model and a C file.
--
--   mlrepl examples/own_csv.lua [file.csv [column to predict [folder]]]
--
-- Without arguments it writes a file of 344 penguins in the form that European
-- spreadsheets use: semicolons between fields, decimal commas, and here "-" for
-- missing values. The results go to build/own_csv. Try changing: the file.

local path, target, folder = ...
folder = folder or "build/own_csv"
os.execute(("mkdir -p '%s'"):format(folder:gsub("'", "'\\''")))

local function write_penguins(to)
  local penguins, file = data.load("penguins"), assert(io.open(to, "w"))
  local names = {"species", "sex", "bill_length_mm", "flipper_length_mm", "body_mass_g"}
  file:write(table.concat(names, ";"), "\n")
  for i = 1, #penguins do
    local row = {}
    for j, name in ipairs(names) do
      local value = penguins[name][i]
      local missing = value ~= value or value == ""
      row[j] = missing and "-" or type(value) == "number" and ("%g"):format(value) or value
    end
    file:write((table.concat(row, ";"):gsub("%.", ",")), "\n")
  end
  file:close()
end

if not path then
  path, target = folder .. "/penguins.csv", "body_mass_g"
  write_penguins(path)
end

-- 1. Read the file. data.read infers the separator and the type of each column;
-- describe shows the result.
local d = data.read(path, {missing = {"-", "", "NA"}})
target = target or d.names[#d.names]
print(("%s: %d rows; target: %s"):format(path, #d, target))
print(d:describe())
if type(d[target][1]) == "string" then
  error(target .. " is text; for classification see examples/penguins.lua", 0)
end

-- 2. Clean the data. Drop rows with missing values. One-hot encode text columns,
-- leaving out the first class of each. Drop text columns with more than 20
-- different values, such as names or notes.
d = d:drop_missing()
local columns = {}
for _, name in ipairs(d.names) do
  local is_text = type(d[name][1]) == "string"
  local classes = is_text and d[name]:unique() or {}
  if #classes > 20 then classes = {} end
  for k = 2, #classes do columns[#columns + 1] = name .. "_" .. classes[k] end
  if #classes > 0 then d = d:onehot(name) end
  if not is_text and name ~= target then columns[#columns + 1] = name end
end
print(("%d rows without missing values, %d features: %s"):format(#d, #columns,
  table.concat(columns, ", ")))

-- 3. Train, and evaluate on the test set.
local X_train, X_test, y_train, y_test = data.split(d:matrix(columns), d:vector(target),
  {test = 0.2, seed = 1})
local m = model.linear{normalize = "zscore", names = columns}
train(m, X_train, y_train, {method = "exact"})
local guess = m:predict(X_test)
local mean = vector.fill(#y_test, y_train:mean())
print(("R² %.4f; RMSE %.1f, or %.1f when always predicting the mean"):format(
  metrics.r2(y_test, guess), metrics.rmse(y_test, guess), metrics.rmse(y_test, mean)))
print(m:equation())

-- 4. Save the model, and export it to C.
m:save(folder .. "/model.json")
m:to_c(folder .. "/own_model.c")
local again = model.load(folder .. "/model.json")
print("the loaded model makes the same predictions:", again:predict(X_test) == guess)
print(("to test the C file: cc -DOWN_MODEL_TEST %s/own_model.c -lm && ./a.out"):format(folder))

plot.scatter(y_test, guess)
local ends = {y_test:min(), y_test:max()}
plot.line(ends, ends, {label = "predicted = measured"})
plot.title(target .. ": predictions on the test set")
plot.xlabel("measured")
plot.ylabel("predicted")
plot.show()
