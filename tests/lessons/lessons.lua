-- lessons.lua - every lesson and example runs on its own, writes nothing to
-- standard error, draws its figures, and prints the numbers in its text.
local check = dofile("tests/check.lua")

local PROGRAM = os.getenv("MLREPL") or "./mlrepl"

local function read(path)
  local file = io.open(path, "rb")
  local text = file and file:read("a")
  if file then file:close() end
  return text
end

local function is_png(path)
  return (read(path) or ""):sub(1, 8) == "\x89PNG\r\n\x1a\n"
end

-- Runs a file with a temporary folder for its figures. Returns its output.
local function run(file, pictures, warning)
  local folder = check.lines("mktemp -d")[1]
  local _, _, status = os.execute(("%s --plot=%s/plots %s >%s/out 2>%s/err </dev/null")
    :format(PROGRAM, folder, file, folder, folder))
  local out, err = read(folder .. "/out"), read(folder .. "/err")
  local found = check.lines("ls " .. folder .. "/plots 2>/dev/null")
  local whole = 0
  for _, name in ipairs(found) do
    if is_png(folder .. "/plots/" .. name) then whole = whole + 1 end
  end
  os.execute("rm -r " .. folder)
  check.equal(err, warning or "")
  check.equal(status, 0)
  check.equal(#found, pictures)
  check.equal(whole, pictures)
  return out
end

-- Counts the occurrences of the text in the output.
local function count(out, text)
  local n, at = 0, 1
  while true do
    local from, to = out:find(text, at, true)
    if not from then return n end
    n, at = n + 1, to + 1
  end
end

local function prints(out, text, times)
  local n = count(out, text)
  if n ~= times then
    error(("%q printed %d times, expected %d, in\n%s"):format(text, n, times, out), 2)
  end
end

-- For each file: texts that it prints, and how often; pictures: how many figures it saves;
-- warning: what it writes to stderr.
local known = {
  ["scripts/first_steps/lua_in_ten_minutes.lua"] = {
    pictures = 0,
    {"9\t14\t3.5\t3\t1\n", 1}, {"now a is\t2\tand a ^ 3 is\t8.0\n", 1}, {"\nnil\t12\n", 1},
    {"Ames costs 181.50\n", 1}, {"prices[0]:\tnil\n", 1}, {"#house:\t0\n", 1}, {"0: true\n", 1},
    {"runs\t6\ttimes\n", 1}, {"lowest and highest:\t232\t500\n", 1}, {"\t25.0\tnil\n", 1},
    {"2.0\t3.0\t2.0\n", 1}, {"vector:mean: vector expected before ':'", 1},
    {"[2 4 6]\t[11 12 13]\t[1 4 9]\n", 1}, {"Does a table * 2 work?\tfalse\n", 1},
  },
  ["scripts/linear_regression/cost_function.lua"] = {
    pictures = 1,
    {"w = 200, b = 100:  cost\t0.0\n", 3}, {"w = 150, b = 100:  cost\t3125.0\n", 3},
    {"w = 200, b = -100: cost\t0.0\n", 1}, {"w = 50,  b = 100:  cost\t3125.0\n", 1},
    {"the cost is lowest at w =\t200.0\n", 1},
    {"cost at w = 200, 150 and 100:\t0.0\t3125.0\t12500.0\n", 1},
  },
  ["scripts/linear_regression/gradient_descent.lua"] = {
    pictures = 3,
    {"slopes: -250.00, 0.00, 250.00\n", 1}, {"w, b after one step:\t6.5\t4.0\n", 1},
    {"cost: 85000 before, 79275 after\n", 1}, {"[  257800.           781960.  ", 1},
    {"w 199.9929   b 100.0116\n", 3}, {"1000 sqft: 300.00 thousand", 3},
    {"1200 sqft: 340.00 thousand", 3}, {"2000 sqft: 500.00 thousand", 3},
    {"w = 0, b = 0:\t-650.0\t-400.0\n", 1}, {"above the limit 0.5836", 1},
  },
  ["scripts/linear_regression/machine_learning.lua"] = {
    pictures = 1,
    {"[200 300]\tprices:\t[300 500]\n", 1}, {"1200 sqft: 340 thousand dollars\n", 1},
    {"with vectors:\t[300 500]\n", 1}, {"library: w = 200.0000, b = 100.0000\n", 1},
  },
  ["scripts/linear_regression/cost_function_visualisation.lua"] = {
    pictures = 4,
    {"cost 1844.0 with a loop, 1844.0 with vectors, 1844.0 built in\n", 1},
    {"w = 209.362934, b = 2.422780\n", 3}, {"lowest cost: 1735.883205\n", 1},
  },
  -- The numbers for multiple_linear_regression/ are in lessons.json, computed
  -- with NumPy. Every printed digit is asserted, except for slopes that are
  -- mostly rounding error.
  ["scripts/multiple_linear_regression/multiple_linear_regression.lua"] = {
    pictures = 1,
    {"459.9999976\n", 3}, {"cost by hand: \t1.55789", 1}, {"cost built in:\t1.55789", 1},
    {"dj_dw:\t[-2.726235", 1}, {"dj_db:\t-1.67392", 1},
    {"w\t[ 0.20396569  0.00374919 -0.0112487  -0.0658614 ]\tb -0.002235408\n", 2},
    {"cost after 1 iteration 2529.4630, after 1000 686.7034\n", 1},
    {"[426.18530497 286.16747201 171.46763087]\tprices:\t[460 232 178]\n", 1},
  },
  ["scripts/multiple_linear_regression/vectorization.lua"] = {
    pictures = 1,
    {"range, random: \t[0.   0.25 0.5  0.75 1.  ]", 1}, {"[0 1 2 3 4 5 6 7 8 9]\t2.0\t9.0\n", 1},
    {"[2 3 4 5 6]\n", 1}, {"[2 4 6]\n", 1},
    {"[  0   1 200   3   4   5   6   7   8   9]\n", 1},
    {"three ways:\t24.0\t24.0\t24.0\n", 1}, {"[12 34 56]\trow by row:\t12.0\t34.0\t56.0\n", 1},
  },
  ["scripts/multiple_linear_regression/feature_normalization.lua"] = {
    pictures = 4,
    {"w:\t[ 0.25301367 -0.00867999 -0.00810669 -0.23020327]\tb: -0.000573305\n", 1},
    {"[225.87975947 299.97316717 488.6613297 ]\tprices:\t[271.5 232.  509.8]\n", 1},
    {"alpha 9.9e-07: cost 64572 at start, 213416 after 10 steps\n", 1},
    {"\t[1381.            2.66666667    1.66666667   48.66666667]", 1},
    {"\t[417.59869093   0.47140452   0.47140452  22.39543604]\t", 1},
    {"range before:\t[995   1   1  48]\n", 1},
    {"\t[2.3826703  2.12132034 2.12132034 2.14329383]", 3},
    {"w:\t[ 60.76438638 -20.20506608 -20.20506608 -83.6289143 ]\tb: 337.766667\n", 1},
    {"predictions:\t[271.5 232.  509.8]\n", 1},
    {"[-0.43343048  0.70710678 -1.41421356 -0.38698361]\n", 1},
    {"by hand: 358.0796880\n", 1}, {"by the model: 358.0796880\n", 1},
  },
  -- The weights of the cosine fit are reproducible to about 4 digits.
  ["scripts/multiple_linear_regression/polynomial_features.lua"] = {
    pictures = 3,
    {"w = 18.698070, b = -52.083410", 1}, {"w = 1.00417494, b = 0.04896444\n", 1},
    {"w:\t[0.08237526 0.53552137 0.02752216]\tb: 0.01056185\n", 1},
    {"[  19  361 6859]\tafter:\t[3.29501788 3.18076489 3.28307153]\n", 1},
    {"w:\t[5.2661", 1}, {"1.13494579e+02 8.4323", 1}, {"b: 123.5000\n", 1},
    {"w:\t[-3.262", 1}, {" 9.902", 1}, {"-7.246", 1}, {" 4.100", 1}, {"-4.513", 1},
    {"b: -0.00729, cost: 0.01276\n", 1}, {"the largest error is 0.3217\n", 1},
  },
  -- scikit-learn's LinearRegression and StandardScaler give these digits.
  ["scripts/multiple_linear_regression/library_comparison.lua"] = {
    pictures = 1,
    {"w = 199.992851, b = 100.011568, cost 6.745e-06\n", 1}, {"w = 200.000000, b = 100.000000", 1},
    {"agree within 1e-13:\ttrue\n", 1},
    {"  63.9809  -14.2953  -14.1236  -26.8098   180.7961\n", 2},
    {"   0.1266  -17.2735  -28.5505   -0.8852   113.2572\n", 4},
    {"149.3844 149.3844\n", 2}, {"R²: ours 0.7122\n", 1}, {"R²: theirs 0.7122\n", 1},
  },
  -- In the folder of --plot, a picture for each in tests/golden.
  ["examples/gallery.lua"] = {pictures = #check.lines("ls tests/golden/*.pgm"), {" figures in /", 1}},
  -- scikit-learn's LogisticRegression(C=1) has accuracy 0.9737 on the same split.
  ["examples/breast_cancer.lua"] = {
    pictures = 2,
    {"569 tumors, 30 features, 212 malignant\n", 1}, {"0.9737 on the test set\n", 1},
    {"0     71   1\n1      2  40\n", 1},
  },
  -- scikit-learn's LinearRegression, and LogisticRegression(C=1) with "newton-cg"
  -- (no penalty on b) and with "liblinear" (penalty on b), give these digits.
  ["examples/ours_and_theirs.lua"] = {
    pictures = 1,
    {"bmi                          5.602962     5.602962 ", 1},
    {"b                         -334.567139  -334.567139 ", 1},
    {"R²: ours 0.5177, theirs 0.5177\n", 1}, {"z-scores of a 569 x 30 matrix", 1},
    {"the normal equation: largest difference ", 1},
    {"mean_radius                  0.363093     0.363093 ", 1},
    {"worst_fractal_dimension      0.479819     0.479819 ", 1},
    {"accuracy: ours 0.9877, theirs 0.9877\n", 1},
    {"b: -0.2145 without a penalty, -0.1798 with it\n", 1},
  },
}

-- The other folders, one file each.
for _, path in ipairs(check.lines("ls tests/lessons/known/*.lua")) do
  for file, expected in pairs(dofile(path)) do known[file] = expected end
end

for _, file in ipairs(check.lines("find scripts examples -name '*.lua' | LC_ALL=C sort")) do
  check.case(file .. " runs and prints its numbers", function()
    local expected = assert(known[file], "tests/lessons has no expected output for this file")
    local out = run(file, expected.pictures, expected.warning)
    for _, pair in ipairs(expected) do prints(out, pair[1], pair[2]) end
  end)
end

-- Questions accept their own answers, and tasks their solutions.
for _, file in ipairs(check.lines("find scripts -name '*.lua' | LC_ALL=C sort")) do
  check.case(file .. " passes --check", function()
    local out = check.lines(("%s --check %s 2>&1 </dev/null; echo $?"):format(PROGRAM, file))
    check.equal(out[#out], "0")
    assert(out[1]:find("%d+ checks passed$"), table.concat(out, "\n"))
  end)
end

check.done("lessons")
