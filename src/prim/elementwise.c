/* elementwise.c - arithmetic, comparisons and functions, element by element.
 *
 * An operand is a number, a vector or a matrix, seen as a grid of rows: a
 * number repeats in both directions, a vector repeats as every row.
 */
#include "open.h"
#include "prim.h"

#include <math.h>

#include "../interrupt.h"

typedef struct Grid {
  double *d;
  size_t rows, cols;
  ptrdiff_t down, right; /* step to the next row, to the next column */
} Grid;

typedef enum Kind { NUMBER, VECTOR, MATRIX } Kind;

typedef struct Operand {
  Kind kind;
  double number;
  Grid grid; /* of a number: d is set where the Operand has come to rest */
} Operand;

static Grid mat_grid(Mat m) {
  return (Grid){m.d, m.rows, m.cols, m.stride, 1};
}

static Grid vec_grid(Vec v) { return (Grid){v.d, 1, v.n, 0, v.step}; }

static Vec grid_row(Grid g, size_t i) {
  return (Vec){g.d + (ptrdiff_t)i * g.down, g.cols, g.right};
}

static Operand check_operand(lua_State *L, int arg) {
  Vec *v = to_vec(L, arg);
  Mat *m = to_mat(L, arg);
  if (v) return (Operand){VECTOR, 0, vec_grid(*v)};
  if (m) return (Operand){MATRIX, 0, mat_grid(*m)};
  if (lua_type(L, arg) != LUA_TNUMBER)
    fail_arg(L, arg, "number, vector or matrix");
  return (Operand){NUMBER, lua_tonumber(L, arg), {NULL, 1, 1, 0, 0}};
}

/* Gives an operand the shape of the result, by repeating it. */
static Grid spread(Operand *o, size_t rows, size_t cols) {
  if (o->kind == NUMBER) return (Grid){&o->number, rows, cols, 0, 0};
  o->grid.rows = rows;
  return o->grid;
}

/* Rows without gaps on both sides can be one long row. */
static Grid flat(Grid g) {
  return (Grid){g.d, 1, g.rows * g.cols, 0, g.right};
}

static bool is_flat(Grid g) {
  return (!g.down && !g.right) ||
         (g.right == 1 && (g.down == (ptrdiff_t)g.cols || g.rows == 1));
}

/* A chunk is a few milliseconds of the slowest function. */
enum { CHUNK = 1 << 17 };

static void run_row(lua_State *L, BinaryOp op, Vec out, Vec a, Vec b,
                    size_t *done) {
  for (size_t at = 0; at < out.n; at += CHUNK) {
    size_t n = out.n - at < CHUNK ? out.n - at : CHUNK;
    vec_binary(op, vec_part(out, at, n), vec_part(a, at, n),
               vec_part(b, at, n));
    *done += n;
    if (*done >= CHUNK) {
      check_interrupt(L);
      *done = 0;
    }
  }
}

static void run(lua_State *L, BinaryOp op, Grid out, Grid a, Grid b) {
  if (is_flat(out) && is_flat(a) && is_flat(b)) {
    out = flat(out);
    a = flat(a);
    b = flat(b);
  }
  size_t done = 0;
  for (size_t i = 0; i < out.rows; i++)
    run_row(L, op, grid_row(out, i), grid_row(a, i), grid_row(b, i), &done);
}

static int fail_shapes(lua_State *L) {
  const char *a = push_description(L, 1), *b = push_description(L, 2);
  Operand x = check_operand(L, 1), y = check_operand(L, 2);
  bool rows = x.kind == MATRIX && y.kind == MATRIX &&
              x.grid.rows != y.grid.rows;
  return fail(L, "%s and %s do not fit (%s %I ≠ %I)", a, b,
              rows ? "rows" : x.kind == y.kind && x.kind == VECTOR ? "lengths"
                                                                    : "columns",
              (LUAI_UACINT)(rows ? x.grid.rows : x.grid.cols),
              (LUAI_UACINT)(rows ? y.grid.rows : y.grid.cols));
}

static void check_fit(lua_State *L, const Operand *a, const Operand *b) {
  bool any = a->kind == NUMBER || b->kind == NUMBER;
  bool both = a->kind == MATRIX && b->kind == MATRIX;
  if (!any && a->grid.cols != b->grid.cols) fail_shapes(L);
  if (both && a->grid.rows != b->grid.rows) fail_shapes(L);
}

static const Operand *larger(const Operand *a, const Operand *b) {
  return a->kind >= b->kind ? a : b;
}

static int binary(lua_State *L, BinaryOp op) {
  Operand a = check_operand(L, 1), b = check_operand(L, 2);
  check_fit(L, &a, &b);
  const Operand *shape = larger(&a, &b);
  size_t rows = shape->grid.rows, cols = shape->grid.cols;
  if (shape->kind == NUMBER) {
    lua_pushnumber(L, binary_op(op, a.number, b.number));
    return 1;
  }
  Grid out = shape->kind == MATRIX ? mat_grid(push_mat(L, rows, cols))
                                   : vec_grid(push_vec(L, cols));
  run(L, op, out, spread(&a, rows, cols), spread(&b, rows, cols));
  return 1;
}

/* The first and last number of a grid in memory. */
static void extent(Grid g, const double **low, const double **high) {
  *low = *high = g.d;
  ptrdiff_t ends[] = {(ptrdiff_t)(g.rows - 1) * g.down,
                      (ptrdiff_t)(g.cols - 1) * g.right};
  for (int i = 0; i < 2; i++)
    if (ends[i] < 0)
      *low += ends[i];
    else
      *high += ends[i];
}

/* Do two views share memory without being the same? Then writing one would
 * change the other half-way. */
static bool tangled(Grid a, Grid b) {
  const double *a_low, *a_high, *b_low, *b_high;
  if (!a.rows || !a.cols) return false;
  extent(a, &a_low, &a_high);
  extent(b, &b_low, &b_high);
  bool same = a.d == b.d && a.right == b.right && a.down == b.down;
  return !same && a_low <= b_high && b_low <= a_high;
}

/* Puts a copy of the second operand in its place. */
static void copy_second(lua_State *L, Operand *b) {
  Mat *m = to_mat(L, 2);
  if (m) {
    Mat copy = push_mat(L, m->rows, m->cols);
    copy_mat(L, copy, *m);
    b->grid = mat_grid(copy);
  } else {
    Vec copy = push_vec(L, b->grid.cols);
    copy_vec(L, copy, check_vec(L, 2));
    b->grid = vec_grid(copy);
  }
  lua_replace(L, 2);
}

/* The operands of a change in place: x first, what it is changed by second. */
static void check_in_place(lua_State *L, Operand *x, Operand *by) {
  *x = check_operand(L, 1);
  *by = check_operand(L, 2);
  if (x->kind == NUMBER) fail_arg(L, 1, "vector or matrix");
  check_fit(L, x, by);
  if (by->kind > x->kind) fail_shapes(L);
  if (by->kind != NUMBER && tangled(x->grid, by->grid)) copy_second(L, by);
}

/* a op= b, which is how big data is changed without a second copy. */
static int in_place(lua_State *L, BinaryOp op) {
  Operand a, b;
  check_in_place(L, &a, &b);
  run(L, op, a.grid, a.grid, spread(&b, a.grid.rows, a.grid.cols));
  lua_settop(L, 1);
  return 1;
}

static int l_axpy(lua_State *L) {
  double alpha = check_number(L, 2);
  Operand y, x;
  check_operand(L, 3);
  lua_remove(L, 2);
  check_in_place(L, &y, &x);
  Grid step = spread(&x, y.grid.rows, y.grid.cols);
  for (size_t i = 0; i < y.grid.rows; i++) {
    if (i % 1024 == 0) check_interrupt(L);
    vec_axpy(grid_row(y.grid, i), alpha, grid_row(step, i));
  }
  lua_settop(L, 1);
  return 1;
}

/* -- functions of one argument -------------------------------------------- */

/* Where a function has no value it would give nan without a word. */
static void check_domain(lua_State *L, UnaryOp op, double x, size_t i) {
  double low = op == OP_LOG1P ? -1 : 0;
  if (x >= low || isnan(x)) return;
  lua_pushnumber(L, x);
  lua_pushnumber(L, low);
  fail(L, "element %I is %s, and there is no real value below %s",
       (LUAI_UACINT)i + 1, lua_tostring(L, -2), lua_tostring(L, -1));
}

static void check_domains(lua_State *L, UnaryOp op, Vec a, size_t before) {
  if (op != OP_LOG && op != OP_LOG1P && op != OP_SQRT) return;
  for (size_t i = 0; i < a.n; i++)
    check_domain(L, op, *vec_at(a, i), before + i);
}

static void run_unary(lua_State *L, UnaryOp op, Grid out, Grid a) {
  if (is_flat(out) && is_flat(a)) {
    out = flat(out);
    a = flat(a);
  }
  for (size_t i = 0; i < out.rows; i++)
    for (size_t at = 0; at < out.cols; at += CHUNK) {
      size_t n = out.cols - at < CHUNK ? out.cols - at : CHUNK;
      Vec from = vec_part(grid_row(a, i), at, n);
      check_interrupt(L);
      check_domains(L, op, from, i * out.cols + at);
      vec_unary(op, vec_part(grid_row(out, i), at, n), from);
    }
}

static int unary(lua_State *L, UnaryOp op) {
  Operand a = check_operand(L, 1);
  if (a.kind == NUMBER) {
    check_domains(L, op, vec_of(&a.number, 1), 0);
    lua_pushnumber(L, unary_op(op, a.number));
    return 1;
  }
  Grid out = a.kind == MATRIX
                 ? mat_grid(push_mat(L, a.grid.rows, a.grid.cols))
                 : vec_grid(push_vec(L, a.grid.cols));
  run_unary(L, op, out, a.grid);
  return 1;
}

static int l_add(lua_State *L) { return binary(L, OP_ADD); }
static int l_sub(lua_State *L) { return binary(L, OP_SUB); }
static int l_mul(lua_State *L) { return binary(L, OP_MUL); }
static int l_div(lua_State *L) { return binary(L, OP_DIV); }
static int l_pow(lua_State *L) { return binary(L, OP_POW); }
static int l_mod(lua_State *L) { return binary(L, OP_MOD); }
static int l_eq(lua_State *L) { return binary(L, OP_EQ); }
static int l_ne(lua_State *L) { return binary(L, OP_NE); }
static int l_lt(lua_State *L) { return binary(L, OP_LT); }
static int l_le(lua_State *L) { return binary(L, OP_LE); }
static int l_gt(lua_State *L) { return binary(L, OP_GT); }
static int l_ge(lua_State *L) { return binary(L, OP_GE); }
static int l_add_to(lua_State *L) { return in_place(L, OP_ADD); }
static int l_sub_from(lua_State *L) { return in_place(L, OP_SUB); }
static int l_mul_by(lua_State *L) { return in_place(L, OP_MUL); }
static int l_div_by(lua_State *L) { return in_place(L, OP_DIV); }
static int l_unm(lua_State *L) { return unary(L, OP_NEG); }
static int l_exp(lua_State *L) { return unary(L, OP_EXP); }
static int l_log(lua_State *L) { return unary(L, OP_LOG); }
static int l_log1p(lua_State *L) { return unary(L, OP_LOG1P); }
static int l_sqrt(lua_State *L) { return unary(L, OP_SQRT); }
static int l_abs(lua_State *L) { return unary(L, OP_ABS); }
static int l_sin(lua_State *L) { return unary(L, OP_SIN); }
static int l_cos(lua_State *L) { return unary(L, OP_COS); }
static int l_tan(lua_State *L) { return unary(L, OP_TAN); }
static int l_tanh(lua_State *L) { return unary(L, OP_TANH); }
static int l_floor_of(lua_State *L) { return unary(L, OP_FLOOR); }
static int l_ceil(lua_State *L) { return unary(L, OP_CEIL); }
static int l_round(lua_State *L) { return unary(L, OP_ROUND); }
static int l_sign(lua_State *L) { return unary(L, OP_SIGN); }
static int l_sigmoid(lua_State *L) { return unary(L, OP_SIGMOID); }

/* Lua makes true or false of what < gives, and a mask is neither. */
static int l_compare(lua_State *L) {
  return fail(L, "x:lt(a), x:le(a), x:gt(a) and x:ge(a) compare element by "
                 "element and give a mask");
}

static const Meta operators[] = {
  {"__add", l_add, "+"}, {"__sub", l_sub, "-"}, {"__mul", l_mul, "*"},
  {"__div", l_div, "/"}, {"__pow", l_pow, "^"}, {"__mod", l_mod, "%"},
  {"__unm", l_unm, "-"}, {"__lt", l_compare, "< and >"},
  {"__le", l_compare, "<= and >="}, {NULL, NULL, NULL}};

static const Prim prims[] = {
  {"exp", l_exp, "exp(x)",
   "e to the power of x, for a number, a vector or a matrix. Beyond 709.78 "
   "the result is inf.",
   "exp(vector{0, 1}) --> [1.         2.71828183]"},
  {"log", l_log, "log(x)",
   "The natural logarithm of a number, vector or matrix; log(0) is -inf, and "
   "a negative number is an error.",
   "log(vector{1, exp(2)}) --> [0 2]"},
  {"log1p", l_log1p, "log1p(x)",
   "log(1 + x), exact for small x; x below -1 is an error.",
   "log1p(1e-20) --> 1e-20"},
  {"sqrt", l_sqrt, "sqrt(x)",
   "The square root of a number, vector or matrix; a negative number is an "
   "error.",
   "sqrt(vector{4, 9}) --> [2 3]"},
  {"abs", l_abs, "abs(x)", "The size of a number, without its sign.",
   "abs(vector{-1, 2}) --> [1 2]"},
  {"sin", l_sin, "sin(x)", "The sine, x in radians.", "sin(0) --> 0.0"},
  {"cos", l_cos, "cos(x)", "The cosine, x in radians.", "cos(0) --> 1.0"},
  {"tan", l_tan, "tan(x)", "The tangent, x in radians.", "tan(0) --> 0.0"},
  {"tanh", l_tanh, "tanh(x)", "The hyperbolic tangent, between -1 and 1.",
   "tanh(0) --> 0.0"},
  {"floor", l_floor_of, "floor(x)", "The next whole number below.",
   "floor(vector{1.7, -1.7}) --> [ 1 -2]"},
  {"ceil", l_ceil, "ceil(x)", "The next whole number above.",
   "ceil(vector{1.2, -1.2}) --> [ 2 -1]"},
  {"round", l_round, "round(x)",
   "The nearest whole number; a half goes to the even one, as in NumPy.",
   "round(vector{0.5, 1.5, 2.4}) --> [0 2 2]"},
  {"sign", l_sign, "sign(x)", "-1, 0 or 1.",
   "sign(vector{-3, 0, 5}) --> [-1  0  1]"},
  {"sigmoid", l_sigmoid, "sigmoid(z)",
   "1 / (1 + e^-z): maps any number to one between 0 and 1, 0 to 0.5. Works "
   "for every z without overflow.",
   "sigmoid(0) --> 0.5\nsigmoid(vector{-1000, 0, 1000}) --> [0.  0.5 1. ]"},
  {NULL, NULL, NULL, NULL, NULL}};

/* The same methods for both types; only the word before ':' differs. */
#define METHODS(type)                                                          \
  {type ":eq", l_eq, "v:eq(a)", "1 where equal to a, else 0.",                 \
   "vector{1, 2}:eq(2) --> [0 1]"},                                            \
  {type ":ne", l_ne, "v:ne(a)", "1 where not equal to a, else 0.",             \
   "vector{1, 2}:ne(2) --> [1 0]"},                                            \
  {type ":lt", l_lt, "v:lt(a)", "1 where less than a, else 0.",                \
   "vector{1, 2}:lt(2) --> [1 0]"},                                            \
  {type ":le", l_le, "v:le(a)", "1 where less than or equal to a, else 0.",    \
   "vector{1, 2}:le(1) --> [1 0]"},                                            \
  {type ":gt", l_gt, "v:gt(a)", "1 where greater than a, else 0.",             \
   "vector{1, 2}:gt(1) --> [0 1]"},                                            \
  {type ":ge", l_ge, "v:ge(a)", "1 where greater than or equal to a, else 0.", \
   "vector{1, 2}:ge(2) --> [0 1]"},                                            \
  {type ":add", l_add_to, "x:add(a)",                                          \
   "Adds a number, or the same shape, in place; gives x back.",                \
   "vector{1, 2}:add(1) --> [2 3]"},                                           \
  {type ":sub", l_sub_from, "x:sub(a)", "Subtracts in place; gives x back.",   \
   "vector{1, 2}:sub(1) --> [0 1]"},                                           \
  {type ":mul", l_mul_by, "x:mul(a)", "Multiplies in place; gives x back.",    \
   "vector{1, 2}:mul(3) --> [3 6]"},                                           \
  {type ":div", l_div_by, "x:div(a)", "Divides in place; gives x back.",       \
   "vector{2, 4}:div(2) --> [1 2]"},                                           \
  {type ":axpy", l_axpy, "y:axpy(alpha, x)",                                   \
   "y becomes y + alpha * x, in place and without a temporary; gives y back.", \
   "vector{1, 2}:axpy(10, vector{1, 1}) --> [11 12]"}

static const Prim methods[] = {METHODS(TYPE_VECTOR), METHODS(TYPE_MATRIX),
                               {NULL, NULL, NULL, NULL, NULL}};

void open_elementwise(lua_State *L) {
  prim_register(L, prims);
  prim_register(L, methods);
  prim_metamethods(L, TYPE_VECTOR, operators);
  prim_metamethods(L, TYPE_MATRIX, operators);
}
