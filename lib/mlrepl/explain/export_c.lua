-- export_c.lua - the text of the C file that m:to_c writes. src/prim/to_c.c
-- gathers the model's numbers.


local export_c = {}

-- -- pieces ------------------------------------------------------------------

-- The shortest text that reads back as x, with a point: 2 would be an int, and
-- -0 no zero below 0.
local function number(x)
  local text
  for digits = 15, 17 do
    text = ("%." .. digits .. "g"):format(x)
    if tonumber(text) == x then break end
  end
  text = text:gsub(",", ".")
  return text:find("[.e]") and text or text .. ".0"
end

-- A learner's text within a comment: nothing in it may end it.
local function comment(text)
  if not utf8.len(text) then text = text:gsub("[\128-\255]", "?") end
  if #text > 60 then text = text:sub(1, 60):gsub("[\192-\255][\128-\191]*$", "") .. "..." end
  text = text:gsub("%c", " "):gsub("%*/", "* /"):gsub("/%*", "/ *"):gsub("%?%?", "? ?")
  return text:gsub("\\", "/")
end

-- "dir/house prices.c" gives house_prices.
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

-- A line a row, each under what it belongs to.
local function rows(M)
  local out = {}
  for i = 1, #M do out[i] = "  " .. row(M[i]) end
  return "{\n" .. table.concat(out, ",\n") .. "\n}"
end

-- A number a line, with the name it belongs to.
local function column(v, names)
  return "{\n" .. join(v, function(x, j)
    return ("  %s%s /* %s */"):format(number(x), j < #v and "," or "", comment(names[j]))
  end, "\n") .. "\n}"
end

local function fill(text, values)
  return (text:gsub("%$(%u+)", values))
end

-- -- the head ----------------------------------------------------------------

local heads = {
  linear = [[
 *   double $NAME_predict(const double *x);
]],
  logistic = [[
 *   double $NAME_probability(const double *x);  of class 1
 *   int $NAME_predict(const double *x);         1 from probability $THRESHOLD on, else 0
]],
  softmax = [[
 *   void $NAME_probability(const double *x, double *p);  p[0] is of class 1 ... p[$LAST]
 *   int $NAME_predict(const double *x);                  the likeliest class, 1 to $CLASSES
]],
}

local function inputs(parts)
  return join(parts.names, function(name, j)
    local range = parts.low and (", in training from %.6g to %.6g"):format(parts.low[j],
      parts.high[j]) or ""
    return (" *   x[%d]  %s%s\n"):format(j - 1, comment(name), range)
  end, "")
end

local HEAD = [[
/* $FILE - a $KIND model, written by mlrepl (m:to_c). C99, and only <math.h>.
 *
$FUNCTIONS *
 * x holds one example, in the units of the data:
 *
$LIST *
 * To check it against the model it was made from:
 *   cc -std=c99 -D$TEST_TEST $FILE -lm && ./a.out && echo good
 */
#include <math.h>
]]

-- -- the sums ----------------------------------------------------------------

-- Each power or product is an earlier one times a column: in the order of the
-- weights a term of degree d follows from those of degree d - 1, in their order.
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

/* The columns, their powers and products. */
static void $NAME_powers(double *f, const double *x) {
$LINES
}
]]

local SCALE = [[

/* What each is shifted and divided by. */
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

/* A row a class. */
static const double $NAME_b[$CLASSES] = $B;
static const double $NAME_w[$CLASSES][$N] = $W;

static void $NAME_sums(const double *x, double *z) {
$MAKE  for (int k = 0; k < $CLASSES; k++) {
    z[k] = $NAME_b[k];
    for (int j = 0; j < $N; j++) z[k] += $NAME_w[k][j] * $FEATURE;
  }
}
]]

-- -- the functions -----------------------------------------------------------

local functions = {
  linear = [[

double $NAME_predict(const double *x) { return $NAME_sum(x); }
]],
  -- exp of a number above 0 could overflow
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

-- -- the test ----------------------------------------------------------------

local TEST = [[

#ifdef $TEST_TEST
/* 0 when the model's own numbers come back. */
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
  softmax = "$NAME_probability(x[i], got)",
}

local finite = function(x) return x - x == 0 end

-- Sums are added up in another order here than in the model: 1e-12 of what they
-- add up (size), or for a probability of itself, as often as the sums are large.
local function allowed(kind, value, size)
  if kind == "linear" then return 1e-12 * size end
  return 1e-12 * math.max(1, size) * value + 1e-300
end

-- The tests whose numbers no overflow has spoiled, as lists of lists.
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

-- -- the file ----------------------------------------------------------------

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

-- The text of the file at `path`; nil when there is no test without overflow.
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
