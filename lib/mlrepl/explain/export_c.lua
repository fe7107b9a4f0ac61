-- export_c.lua - the text of the C file that m:to_c writes. src/lua/model/to_c.c
-- collects the numbers of the model.

local context = require "mlrepl.context"

local export_c = {}

-- -- pieces ------------------------------------------------------------------

-- The shortest text that reads back as x. It has a decimal point, because in C 2
-- is an int and -0 loses its sign.
local function number(x)
  local text
  for digits = 15, 17 do
    text = ("%." .. digits .. "g"):format(x)
    if tonumber(text) == x then break end
  end
  text = text:gsub(",", ".")
  return text:find("[.e]") and text or text .. ".0"
end

-- User text inside a C comment, shortened.
local function comment(text)
  text = context.comment(text)
  if #text > 60 then text = text:sub(1, 60):gsub("[\192-\255][\128-\191]*$", "") .. "..." end
  return text
end

-- "dir/house prices.c" becomes house_prices.
local function identifier(path)
  local name = path:match("([^/]*)$"):gsub("%.[cC]$", ""):gsub("[^%w]", "_")
  name = name:gsub("[\128-\255]", "_")
  if not name:find("^%a") then name = "model_" .. name end
  return name
end

local function join(list, make, between)
  local out = {}
  for i = 1, #list do out[i] = make(list[i], i) end
  return table.concat(out, between or ", ")
end

-- "{1.0, 2.0}"
local function row(v)
  return "{" .. join(v, number) .. "}"
end

-- One line per row.
local function rows(M)
  local out = {}
  for i = 1, #M do out[i] = "  " .. row(M[i]) end
  return "{\n" .. table.concat(out, ",\n") .. "\n}"
end

-- One number per line, each with its name.
local function column(v, names)
  return "{\n" .. join(v, function(x, j)
    return ("  %s%s /* %s */"):format(number(x), j < #v and "," or "", comment(names[j]))
  end, "\n") .. "\n}"
end

local function fill(text, values)
  return (text:gsub("%$(%u+)", values))
end

-- -- header ------------------------------------------------------------------

local heads = {
  linear = [[
 *   double $NAME_predict(const double *x);
]],
  poisson = [[
 *   double $NAME_predict(const double *x);  the mean count, for offset 0
]],
  logistic = [[
 *   double $NAME_probability(const double *x);  of class 1
 *   int $NAME_predict(const double *x);         1 if the probability is at least $THRESHOLD, else 0
]],
  softmax = [[
 *   void $NAME_probability(const double *x, double *p);  p[0] (class 1) to p[$LAST]
 *   int $NAME_predict(const double *x);                  the most probable class, 1 to $CLASSES
]],
}

local function inputs(parts)
  return join(parts.names, function(name, j)
    local range = parts.low and (", training range %.6g to %.6g"):format(parts.low[j],
      parts.high[j]) or ""
    return (" *   x[%d]  %s%s\n"):format(j - 1, comment(name), range)
  end, "")
end

local HEAD = [[
/* $FILE - a $KIND model, written by mlrepl (m:to_c). C99, needs only <math.h>.
 *
$FUNCTIONS *
 * x holds one example, in the units of the data:
 *
$LIST *
 * To check it against the original model:
 *   cc -std=c99 -D$TEST_TEST $FILE -lm && ./a.out && echo ok
 */
#include <math.h>
]]

-- -- weighted sums -----------------------------------------------------------

-- Computes each term of degree d as an earlier term of degree d - 1 times a column,
-- in the order of the weights.
local function powers(n, degree)
  local lines, last = {}, {}
  for j = 0, n - 1 do
    lines[j + 1] = ("  f[%d] = x[%d];"):format(j, j)
    last[j + 1] = {j, j} -- term, its last column
  end
  for _ = 2, degree do
    local longer = {}
    for _, term in ipairs(last) do
      for j = term[2], n - 1 do
        longer[#longer + 1] = {#lines, j}
        lines[#lines + 1] = ("  f[%d] = f[%d] * x[%d];"):format(#lines, term[1], j)
      end
    end
    last = longer
  end
  return table.concat(lines, "\n")
end

local POWERS = [[

/* The features, their powers and products. */
static void $NAME_powers(double *f, const double *x) {
$LINES
}
]]

local SCALE = [[

/* Each feature is scaled to (x - shift) / factor. */
static const double $NAME_shift[$N] = $SHIFT;
static const double $NAME_factor[$N] = $FACTOR;
]]

local ROW = [[

static const double $NAME_b = $B;
static const double $NAME_w[$N] = $W;

static double $NAME_sum(const double *x) {
  double sum = $NAME_b;
$MAKE  for (int j = 0; j < $N; j++) sum += $NAME_w[j] * $FEATURE;
  return sum;
}
]]

local ROWS = [[

/* One row per class. */
static const double $NAME_b[$CLASSES] = $B;
static const double $NAME_w[$CLASSES][$N] = $W;

static void $NAME_sums(const double *x, double *z) {
$MAKE  for (int k = 0; k < $CLASSES; k++) {
    z[k] = $NAME_b[k];
    for (int j = 0; j < $N; j++) z[k] += $NAME_w[k][j] * $FEATURE;
  }
}
]]

-- -- functions ---------------------------------------------------------------

local functions = {
  linear = [[

double $NAME_predict(const double *x) { return $NAME_sum(x); }
]],
  -- exp of a large positive number would overflow
  poisson = [[

double $NAME_predict(const double *x) { return exp($NAME_sum(x)); }
]],
  logistic = [[

double $NAME_probability(const double *x) {
  double z = $NAME_sum(x), e = exp(-fabs(z));
  return z >= 0 ? 1 / (1 + e) : e / (1 + e);
}

int $NAME_predict(const double *x) { return $NAME_probability(x) >= $THRESHOLD; }
]],
  softmax = [[

static int $NAME_largest(const double *z) {
  int best = 0;
  for (int k = 1; k < $CLASSES; k++)
    if (z[k] > z[best]) best = k;
  return best;
}

void $NAME_probability(const double *x, double *p) {
  double total = 0, z[$CLASSES];
  $NAME_sums(x, z);
  double most = z[$NAME_largest(z)];
  for (int k = 0; k < $CLASSES; k++) total += p[k] = exp(z[k] - most);
  for (int k = 0; k < $CLASSES; k++) p[k] /= total;
}

int $NAME_predict(const double *x) {
  double z[$CLASSES];
  $NAME_sums(x, z);
  return $NAME_largest(z) + 1;
}
]],
}

-- -- test --------------------------------------------------------------------

local TEST = [[

#ifdef $TEST_TEST
/* Returns 0 if the predictions equal those of the original model. */
int main(void) {
  static const double x[$COUNT][$INPUTS] = $X;
  static const double expected[$COUNT][$VALUES] = $EXPECTED;
  static const double allowed[$COUNT][$VALUES] = $ALLOWED;
  for (int i = 0; i < $COUNT; i++) {
    double got[$VALUES];
    $CALL;
    for (int k = 0; k < $VALUES; k++)
      if (!(fabs(got[k] - expected[i][k]) <= allowed[i][k])) return 1;
$CLASS  }
  return 0;
}
#endif
]]

local calls = {
  linear = "got[0] = $NAME_predict(x[i])",
  logistic = "got[0] = $NAME_probability(x[i])",
  poisson = "got[0] = $NAME_predict(x[i])",
  softmax = "$NAME_probability(x[i], got)",
}

local finite = function(x) return x - x == 0 end

-- C adds the terms in a different order than the model. The tolerance is 1e-12
-- relative to the sum of absolute terms (size); a probability inherits that error.
local function allowed(kind, value, size)
  if kind == "linear" then return 1e-12 * size end
  return 1e-12 * math.max(1, size) * value + 1e-300
end

-- The test cases without overflow, as lists of lists.
local function tests(parts)
  local X, expected, bounds = {}, {}, {}
  for i = 1, #parts.inputs do
    local values, size = parts.values[i]:totable(), parts.sizes[i]
    local good = finite(size)
    for _, value in ipairs(values) do good = good and finite(value) end
    if good then
      local at = #X + 1
      X[at], expected[at], bounds[at] = parts.inputs[i]:totable(), values, {}
      for k, value in ipairs(values) do bounds[at][k] = allowed(parts.kind, value, size) end
    end
  end
  return X, expected, bounds
end

-- -- file --------------------------------------------------------------------

local function weights(parts)
  if parts.kind == "softmax" then return rows(parts.w), row(parts.b) end
  return column(parts.w[1], parts.terms), number(parts.b[1])
end

local function features(parts, name)
  local source = parts.degree > 1 and "f[j]" or "x[j]"
  if not parts.shift then return source end
  return ("((%s - %s_shift[j]) / %s_factor[j])"):format(source, name, name)
end

local function values_of(parts, path)
  local name = identifier(path)
  local n, classes = #parts.terms, #parts.b
  local W, B = weights(parts)
  return {
    NAME = name, TEST = name:upper(), FILE = comment(path:match("([^/]*)$")), KIND = parts.kind,
    N = n, CLASSES = classes, LAST = classes - 1, VALUES = classes, INPUTS = #parts.names,
    THRESHOLD = number(parts.threshold), W = W, B = B, FEATURE = features(parts, name),
    MAKE = parts.degree > 1 and ("  double f[%d];\n  %s_powers(f, x);\n"):format(n, name) or "",
  }
end

local function test_text(parts, values)
  local X, expected, bounds = tests(parts)
  if #X == 0 then return nil end
  values.COUNT, values.CLASS = #X, ""
  values.X, values.EXPECTED, values.ALLOWED = rows(X), rows(expected), rows(bounds)
  values.CALL = fill(calls[parts.kind], values)
  return fill(TEST, values)
end

-- Returns the text of the file at `path`, or nil if every test case overflows.
function export_c.c_source(path, parts)
  local values = values_of(parts, path)
  local test = test_text(parts, values)
  if not test then return nil end
  values.FUNCTIONS, values.LIST = fill(heads[parts.kind], values), inputs(parts)
  local text = {fill(HEAD, values)}
  if parts.degree > 1 then
    text[#text + 1] = fill(POWERS, {NAME = values.NAME,
      LINES = powers(#parts.names, parts.degree)})
  end
  if parts.shift then
    text[#text + 1] = fill(SCALE, {NAME = values.NAME, N = values.N,
      SHIFT = column(parts.shift, parts.terms), FACTOR = column(parts.factor, parts.terms)})
  end
  text[#text + 1] = fill(parts.kind == "softmax" and ROWS or ROW, values)
  text[#text + 1] = fill(functions[parts.kind], values)
  text[#text + 1] = test
  return table.concat(text)
end

return export_c
