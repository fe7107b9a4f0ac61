/* math.c - functions of one argument, element by element. */
#include <math.h>
#include <stdbool.h>

#include "core/linalg/vec.h"
#include "lua/array/operand.h"
#include "lua/array/parallel_elements.h"
#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"

/* Raises instead of silently returning NaN outside the domain. */
static void check_domain(lua_State *L, UnaryOp op, double x, size_t i) {
  double low = op == OP_LOG1P ? -1 : 0;
  if (x >= low || isnan(x)) return;
  lua_pushnumber(L, x);
  fail(L, "element %I must be at least %d, got %s", (LUAI_UACINT)i + 1,
       (int)low, lua_tostring(L, -1));
}

/* Checks the elements only if some result is NaN. */
static void check_domains(lua_State *L, UnaryOp op, Vec out, Vec a,
                          size_t before) {
  if (op != OP_LOG && op != OP_LOG1P && op != OP_SQRT) return;
  if (!isnan(vec_trace(out))) return;
  for (size_t i = 0; i < a.n; i++)
    check_domain(L, op, *vec_at(a, i), before + i);
}

/* The trigonometric functions are undefined at infinity. */
static const char *form_of(UnaryOp op) {
  return op == OP_SIN   ? "sin(%s)"
         : op == OP_COS ? "cos(%s)"
         : op == OP_TAN ? "tan(%s)"
                        : NULL;
}

/* A chunk stays in the L2 cache until its results are checked. */
enum { CHUNK = 1 << 14 };

static void run(lua_State *L, UnaryOp op, Watch *watch, Grid out, Grid a) {
  watch->columns = out.cols;
  operand_flatten((Grid *[]){&out, &a}, 2);
  const char *form = form_of(op);
  for (size_t i = 0; i < out.rows; i++) {
    if (parallel_elements_unary(op, grid_row(out, i), grid_row(a, i))) continue;
    for (size_t at = 0; at < out.cols; at += CHUNK) {
      size_t n = out.cols - at < CHUNK ? out.cols - at : CHUNK;
      size_t before = i * out.cols + at;
      Vec from = vec_part(grid_row(a, i), at, n);
      Vec to = vec_part(grid_row(out, i), at, n);
      check_interrupt(L);
      vec_unary(op, to, from);
      check_domains(L, op, to, from, before);
      if (form && isnan(vec_trace(to)))
        operand_watch_nan(L, watch, form, before, to, from, NULL);
    }
  }
}

int operand_unary(lua_State *L, UnaryOp op) {
  Operand a = check_operand(L, 1);
  Watch watch = {false, a.kind, 1};
  if (a.kind == NUMBER) {
    double out = 0;
    run(L, op, &watch, vec_grid(vec_of(&out, 1)),
        vec_grid(vec_of(&a.number, 1)));
    lua_pushnumber(L, isnan(out) ? NAN : out); /* C may print -nan */
    return 1;
  }
  run(L, op, &watch, push_like(L, &a), a.grid);
  return 1;
}

static int l_exp(lua_State *L) { return operand_unary(L, OP_EXP); }
static int l_log(lua_State *L) { return operand_unary(L, OP_LOG); }
static int l_log1p(lua_State *L) { return operand_unary(L, OP_LOG1P); }
static int l_sqrt(lua_State *L) { return operand_unary(L, OP_SQRT); }
static int l_abs(lua_State *L) { return operand_unary(L, OP_ABS); }
static int l_sin(lua_State *L) { return operand_unary(L, OP_SIN); }
static int l_cos(lua_State *L) { return operand_unary(L, OP_COS); }
static int l_tan(lua_State *L) { return operand_unary(L, OP_TAN); }
static int l_tanh(lua_State *L) { return operand_unary(L, OP_TANH); }
static int l_floor_of(lua_State *L) { return operand_unary(L, OP_FLOOR); }
static int l_ceil(lua_State *L) { return operand_unary(L, OP_CEIL); }
static int l_round(lua_State *L) { return operand_unary(L, OP_ROUND); }
static int l_sign(lua_State *L) { return operand_unary(L, OP_SIGN); }
static int l_sigmoid(lua_State *L) { return operand_unary(L, OP_SIGMOID); }

static const Prim prims[] = {
  {"exp", l_exp, "exp(x) -> like x",
   "Returns e raised to the power x, for a number, vector or matrix. Overflows "
   "to inf for x > 709.78.",
   "exp(vector{0, 1}) --> [1.         2.71828183]"},
  {"log", l_log, "log(x) -> like x",
   "Returns the natural logarithm of a number, vector or matrix. log(0) is "
   "-inf; negative numbers raise an error.",
   "log(vector{1, exp(2)}) --> [0 2]"},
  {"log1p", l_log1p, "log1p(x) -> like x",
   "Returns log(1 + x), accurate for small x. Raises an error for x < -1.",
   "log1p(1e-20) --> 1e-20"},
  {"sqrt", l_sqrt, "sqrt(x) -> like x",
   "Returns the square root of a number, vector or matrix. Negative numbers "
   "raise an error.",
   "sqrt(vector{4, 9}) --> [2 3]"},
  {"abs", l_abs, "abs(x) -> like x", "Returns the absolute value of x.",
   "abs(vector{-1, 2}) --> [1 2]"},
  {"sin", l_sin, "sin(x) -> like x", "Returns the sine of x, in radians.",
   "sin(0) --> 0.0"},
  {"cos", l_cos, "cos(x) -> like x", "Returns the cosine of x, in radians.",
   "cos(0) --> 1.0"},
  {"tan", l_tan, "tan(x) -> like x", "Returns the tangent of x, in radians.",
   "tan(0) --> 0.0"},
  {"tanh", l_tanh, "tanh(x) -> like x",
   "Returns the hyperbolic tangent, between -1 and 1.", "tanh(0) --> 0.0"},
  {"floor", l_floor_of, "floor(x) -> like x",
   "Returns the largest integer less than or equal to x.",
   "floor(vector{1.7, -1.7}) --> [ 1 -2]"},
  {"ceil", l_ceil, "ceil(x) -> like x",
   "Returns the smallest integer greater than or equal to x.",
   "ceil(vector{1.2, -1.2}) --> [ 2 -1]"},
  {"round", l_round, "round(x) -> like x",
   "Returns the nearest integer; halves round to even, as in NumPy.",
   "round(vector{0.5, 1.5, 2.4}) --> [0 2 2]"},
  {"sign", l_sign, "sign(x) -> like x", "Returns the sign of x: -1, 0 or 1.",
   "sign(vector{-3, 0, 5}) --> [-1  0  1]"},
  {"sigmoid", l_sigmoid, "sigmoid(z) -> like z",
   "Returns the logistic function 1 / (1 + e^-z), which maps any number into "
   "the interval from 0 to 1 and equals 0.5 at 0. Never overflows.",
   "sigmoid(0) --> 0.5\nsigmoid(vector{-1000, 0, 1000}) --> [0.  0.5 1. ]"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_functions(lua_State *L) { registry_add(L, prims); }
