-- From your own CSV file to a saved model and a C file.
--
--   mlrepl examples/own_csv.lua [file.csv [column to predict [folder]]]
--
-- Without a file it makes one of 344 real penguins, as a person's spreadsheet
-- writes it: semicolons, decimal commas, "-" where nothing was measured. The
-- results go to build/own_csv. Change first: the file.

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

-- 1. Read it. What the columns are is found out, and can be looked at.
local d = data.read(path, {missing = {"-", "", "NA"}})
target = target or d.names[#d.names]
print(("%s: %d rows; to predict: %s"):format(path, #d, target))
print(d:describe())
if type(d[target][1]) == "string" then
  error(target .. " is text; examples/penguins.lua shows how classes are learned", 0)
end

-- 2. Clean it. Rows with gaps go; words become columns of 0 and 1, one class
-- of each left out; texts of more than 20 classes (names, notes) go as well.
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
print(("%d rows without gaps, %d columns: %s"):format(#d, #columns, table.concat(columns, ", ")))

-- 3. Learn, and judge by rows that it has not seen.
local X_train, X_test, y_train, y_test = data.split(d:matrix(columns), d:vector(target),
  {test = 0.2, seed = 1})
local m = model.linear{normalize = "zscore", names = columns}
train(m, X_train, y_train, {method = "exact"})
local guess = m:predict(X_test)
print(("R² %.4f; off by %.1f, always saying the mean by %.1f"):format(metrics.r2(y_test, guess),
  metrics.rmse(y_test, guess), metrics.rmse(y_test, vector.fill(#y_test, y_train:mean()))))
print(m:equation())

-- 4. Keep it, and take it along.
m:save(folder .. "/model.json")
m:to_c(folder .. "/own_model.c")
local again = model.load(folder .. "/model.json")
print("loaded again, it predicts the same:", again:predict(X_test) == guess)
print(("as a program of its own: cc -DOWN_MODEL_TEST %s/own_model.c -lm && ./a.out"):format(folder))

plot.scatter(y_test, guess)
plot.line({y_test:min(), y_test:max()}, {y_test:min(), y_test:max()}, {label = "as measured"})
plot.title(target .. ": the rows it has not seen")
plot.xlabel("measured")
plot.ylabel("predicted")
plot.show()
