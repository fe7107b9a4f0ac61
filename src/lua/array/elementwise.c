/* elementwise.c - arithmetic and comparisons, element by element. */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "lua/array/chunked_copy.h"
#include "lua/array/operand.h"
#include "lua/array/parallel_elements.h"
#include "lua/base/args.h"
#include "lua/base/deferred.h"
#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"

/* An elementwise operation: a op b, or a + alpha * b. */
typedef struct Task {
  BinaryOp op;
  bool axpy;
  double alpha;
  char form[40]; /* of axpy */
  bool in_place; /* out is a */
  double s, t;   /* factors of a and b */
  Watch watch;
} Task;

/* The operation as text, for the NaN warning. */
static const char *form_of(const Task *t) {
  static const char *const forms[] = {
    [OP_ADD] = "%s + %s",  [OP_SUB] = "%s - %s", [OP_MUL] = "%s * %s",
    [OP_DIV] = "%s / %s",  [OP_POW] = "%s ^ %s", [OP_MOD] = "%s %% %s",
    [OP_IDIV] = "%s // %s"};
  return t->axpy ? t->form : forms[t->op];
}

/* In place, a chunk stays in the L1 cache between two passes; otherwise it
 * takes a few milliseconds of the slowest operation. */
enum { PIECE = 1 << 17, NEAR_PIECE = 1024 };

/* out = out op b; `before` receives the old out. */
static double update(const Task *t, Vec out, Vec before, Vec b) {
  const bool same = b.d == out.d && b.step == out.step;
  if (!t->axpy && !same) return vec_update(t->op, out, before.d, b);
  vec_copy(before, out);
  if (same) b = before;
  return t->axpy ? vec_axpy(out, t->alpha, b)
                 : vec_binary(t->op, out, before, b);
}

/* Keeps the overwritten values to report which operands produced NaN. */
static void run_in_place(lua_State *L, Task *t, size_t at, Vec out, Vec b) {
  double kept[NEAR_PIECE];
  const Vec a = vec_of(kept, out.n);
  const bool same = b.d == out.d && b.step == out.step;
  if (isnan(update(t, out, a, b)))
    operand_watch_nan(L, &t->watch, form_of(t), at, out, a, same ? &a : &b);
}

/* out = (s a) op (t b) */
static void run_scaled(lua_State *L, Task *t, size_t before, Vec out, Vec a,
                       Vec b) {
  if (!isnan(vec_scaled(t->op, out, t->s, a, t->t, b))) return;
  for (size_t i = 0; i < out.n; i += NEAR_PIECE) {
    const size_t n = out.n - i < NEAR_PIECE ? out.n - i : NEAR_PIECE;
    double x[NEAR_PIECE], y[NEAR_PIECE];
    const Vec left = vec_of(x, n), right = vec_of(y, n);
    vec_binary(OP_MUL, left, vec_part(a, i, n), (Vec){&t->s, n, 0});
    vec_binary(OP_MUL, right, vec_part(b, i, n), (Vec){&t->t, n, 0});
    operand_watch_nan(L, &t->watch, form_of(t), before + i, vec_part(out, i, n),
                      left, &right);
  }
}

static bool is_scaled(const Task *t) { return t->s != 1 || t->t != 1; }

static void run_piece(lua_State *L, Task *t, size_t before, Vec out, Vec a,
                      Vec b) {
  if (t->in_place)
    run_in_place(L, t, before, out, b);
  else if (is_scaled(t))
    run_scaled(L, t, before, out, a, b);
  else if (isnan(vec_binary(t->op, out, a, b)))
    operand_watch_nan(L, &t->watch, form_of(t), before, out, a, &b);
}

static void run(lua_State *L, Task *t, Grid out, Grid a, Grid b) {
  t->watch.columns = out.cols;
  operand_flatten((Grid *[]){&out, &a, &b}, 3);
  const size_t piece = t->in_place ? NEAR_PIECE : PIECE;
  size_t done = PIECE;
  for (size_t i = 0; i < out.rows; i++) {
    if (!t->in_place &&
        parallel_elements_binary(t->op, grid_row(out, i), grid_row(a, i),
                                 grid_row(b, i)))
      continue;
    for (size_t at = 0; at < out.cols; at += piece) {
      size_t n = out.cols - at < piece ? out.cols - at : piece;
      if (done >= PIECE) {
        check_interrupt(L);
        done = 0;
      }
      done += n;
      run_piece(L, t, i * out.cols + at, vec_part(grid_row(out, i), at, n),
                vec_part(grid_row(a, i), at, n),
                vec_part(grid_row(b, i), at, n));
    }
  }
}

static int fail_shapes(lua_State *L) {
  const char *a = push_description(L, 1), *b = push_description(L, 2);
  Operand x = check_operand(L, 1), y = check_operand(L, 2);
  bool rows =
    x.kind == MATRIX && y.kind == MATRIX && x.grid.rows != y.grid.rows;
  return fail(L, "%s and %s have incompatible shapes (%s %I ≠ %I)", a, b,
              rows                                   ? "rows"
              : x.kind == y.kind && x.kind == VECTOR ? "lengths"
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

static bool takes_factors(BinaryOp op) {
  return op == OP_ADD || op == OP_SUB || op == OP_MUL || op == OP_DIV;
}

/* Pushes an array times a number, deferred, if that can be. */
static bool push_deferred(lua_State *L, BinaryOp op, const Operand *a,
                          const Operand *b) {
  if (op != OP_MUL) return false;
  return a->kind == NUMBER   ? deferred_push(L, a->number, 2)
         : b->kind == NUMBER ? deferred_push(L, b->number, 1)
                             : false;
}

static int binary(lua_State *L, BinaryOp op) {
  Operand (*check)(lua_State *, int) =
    takes_factors(op) ? check_operand_deferred : check_operand;
  Operand a = check(L, 1), b = check(L, 2);
  check_fit(L, &a, &b);
  const Operand *shape = larger(&a, &b);
  size_t rows = shape->grid.rows, cols = shape->grid.cols;
  if (shape->kind == NUMBER) {
    lua_pushnumber(L, vec_apply_binary(op, a.number, b.number));
    return 1;
  }
  if (push_deferred(L, op, &a, &b)) return 1;
  Task t = {.op = op, .s = a.factor, .t = b.factor, .watch.kind = shape->kind};
  Grid out = push_like(L, shape);
  run(L, &t, out, operand_spread(&a, rows, cols),
      operand_spread(&b, rows, cols));
  return 1;
}

/* The lowest and highest address of a grid. */
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

/* Whether two different views overlap, so that writing to one would change the
 * other. */
static bool tangled(Grid a, Grid b) {
  const double *a_low, *a_high, *b_low, *b_high;
  if (!a.rows || !a.cols) return false;
  extent(a, &a_low, &a_high);
  extent(b, &b_low, &b_high);
  bool same = a.d == b.d && a.right == b.right && a.down == b.down;
  return !same && a_low <= b_high && b_low <= a_high;
}

/* Replaces the second operand with a copy. */
static void copy_second(lua_State *L, Operand *b) {
  Mat *m = to_mat(L, 2);
  if (m) {
    Mat copy = push_mat(L, m->rows, m->cols);
    chunked_copy_mat(L, copy, *m);
    b->grid = mat_grid(copy);
  } else {
    Vec copy = push_vec(L, b->grid.cols);
    chunked_copy_vec(L, copy, check_vec(L, 2));
    b->grid = vec_grid(copy);
  }
  lua_replace(L, 2);
}

/* The operands of an in-place operation: x, then the other one. */
static void check_in_place(lua_State *L, Operand *x, Operand *by) {
  deferred_settle(L);
  *x = check_operand(L, 1);
  *by = check_operand(L, 2);
  if (x->kind == NUMBER) fail_arg(L, 1, "vector or matrix");
  check_fit(L, x, by);
  if (by->kind > x->kind) fail_shapes(L);
  if (by->kind != NUMBER && tangled(x->grid, by->grid)) copy_second(L, by);
}

static int in_place(lua_State *L, Task t) {
  Operand a, b;
  check_in_place(L, &a, &b);
  t.in_place = true;
  t.watch.kind = a.kind;
  run(L, &t, a.grid, a.grid, operand_spread(&b, a.grid.rows, a.grid.cols));
  lua_settop(L, 1);
  return 1;
}

static int changed(lua_State *L, BinaryOp op) {
  return in_place(L, (Task){.op = op});
}

static int l_axpy(lua_State *L) {
  double alpha = check_number(L, 2);
  check_operand(L, 3);
  lua_remove(L, 2);
  Task t = {.axpy = true, .alpha = alpha};
  snprintf(t.form, sizeof t.form, "%%s + %.6g * %%s", alpha);
  return in_place(L, t);
}

static int l_add(lua_State *L) { return binary(L, OP_ADD); }
static int l_sub(lua_State *L) { return binary(L, OP_SUB); }
static int l_mul(lua_State *L) { return binary(L, OP_MUL); }
static int l_div(lua_State *L) { return binary(L, OP_DIV); }
static int l_pow(lua_State *L) { return binary(L, OP_POW); }
static int l_mod(lua_State *L) { return binary(L, OP_MOD); }
static int l_idiv(lua_State *L) { return binary(L, OP_IDIV); }
static int l_eq(lua_State *L) { return binary(L, OP_EQ); }
static int l_ne(lua_State *L) { return binary(L, OP_NE); }
static int l_lt(lua_State *L) { return binary(L, OP_LT); }
static int l_le(lua_State *L) { return binary(L, OP_LE); }
static int l_gt(lua_State *L) { return binary(L, OP_GT); }
static int l_ge(lua_State *L) { return binary(L, OP_GE); }
static int l_add_to(lua_State *L) { return changed(L, OP_ADD); }
static int l_sub_from(lua_State *L) { return changed(L, OP_SUB); }
static int l_mul_by(lua_State *L) { return changed(L, OP_MUL); }
static int l_div_by(lua_State *L) { return changed(L, OP_DIV); }
static int l_unm(lua_State *L) { return operand_unary(L, OP_NEG); }

/* Lua converts the result of < to a boolean, so < cannot return a mask. */
static int l_compare(lua_State *L) {
  return fail(L, "use x:lt(a), x:le(a), x:gt(a) or x:ge(a), which compare "
                 "element by element and return a mask");
}

static const Meta operators[] = {{"__add", l_add, "+"},
                                 {"__sub", l_sub, "-"},
                                 {"__mul", l_mul, "*"},
                                 {"__div", l_div, "/"},
                                 {"__pow", l_pow, "^"},
                                 {"__mod", l_mod, "%"},
                                 {"__idiv", l_idiv, "//"},
                                 {"__unm", l_unm, "-"},
                                 {"__lt", l_compare, "< and >"},
                                 {"__le", l_compare, "<= and >="},
                                 {NULL, NULL, NULL}};

/* The same methods for both types. */
#define METHODS(type)                                                          \
  {type ":eq", l_eq, "v:eq(a) -> like v",                                      \
   "Returns a mask: 1 where v is equal to a, 0 elsewhere.",                    \
   "vector{1, 2}:eq(2) --> [0 1]"},                                            \
    {type ":ne", l_ne, "v:ne(a) -> like v",                                    \
     "Returns a mask: 1 where v is not equal to a, 0 elsewhere.",              \
     "vector{1, 2}:ne(2) --> [1 0]"},                                          \
    {type ":lt", l_lt, "v:lt(a) -> like v",                                    \
     "Returns a mask: 1 where v is less than a, 0 elsewhere.",                 \
     "vector{1, 2}:lt(2) --> [1 0]"},                                          \
    {type ":le", l_le, "v:le(a) -> like v",                                    \
     "Returns a mask: 1 where v is less than or equal to a, 0 elsewhere.",     \
     "vector{1, 2}:le(1) --> [1 0]"},                                          \
    {type ":gt", l_gt, "v:gt(a) -> like v",                                    \
     "Returns a mask: 1 where v is greater than a, 0 elsewhere.",              \
     "vector{1, 2}:gt(1) --> [0 1]"},                                          \
    {type ":ge", l_ge, "v:ge(a) -> like v",                                    \
     "Returns a mask: 1 where v is greater than or equal to a, 0 elsewhere.",  \
     "vector{1, 2}:ge(2) --> [0 1]"},                                          \
    {type ":add", l_add_to, "x:add(a) -> like x",                              \
     "Adds a number or an array of the same shape in place; returns x.",       \
     "vector{1, 2}:add(1) --> [2 3]"},                                         \
    {type ":sub", l_sub_from, "x:sub(a) -> like x",                            \
     "Subtracts a number or an array of the same shape in place; returns x.",  \
     "vector{1, 2}:sub(1) --> [0 1]"},                                         \
    {type ":mul", l_mul_by, "x:mul(a) -> like x",                              \
     "Multiplies by a number or an array of the same shape in place; "         \
     "returns x.",                                                             \
     "vector{1, 2}:mul(3) --> [3 6]"},                                         \
    {type ":div", l_div_by, "x:div(a) -> like x",                              \
     "Divides by a number or an array of the same shape in place; returns "    \
     "x.",                                                                     \
     "vector{2, 4}:div(2) --> [1 2]"},                                         \
  {                                                                            \
    type ":axpy", l_axpy, "y:axpy(alpha, x) -> like y",                        \
      "Sets y to y + alpha * x in place, without a temporary; returns y.",     \
      "vector{1, 2}:axpy(10, vector{1, 1}) --> [11 12]"                        \
  }

static const Prim methods[] = {
  METHODS(TYPE_VECTOR), METHODS(TYPE_MATRIX), {NULL, NULL, NULL, NULL, NULL}};

void open_elementwise(lua_State *L) {
  registry_add(L, methods);
  registry_metamethods(L, TYPE_VECTOR, operators);
  registry_metamethods(L, TYPE_MATRIX, operators);
}
