/* reductions.c - a vector to a number; a matrix to a number, or to a vector of
 * one number a column or a row. */
#include <math.h>
#include <stdbool.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/linalg/vec_reduce.h"
#include "core/stats/sort.h"
#include "core/status.h"
#include "lua/array/operand.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "sys/interrupt.h"

/* -- the reductions as functions of one vector ---------------------------- */

/* `scratch` has twice the vector's length; q is the quantile asked for. */
typedef double Reduction(Vec v, double *scratch, double q);

static double r_sum(Vec v, double *s, double q) {
  (void)s, (void)q;
  return vec_sum(v, &interrupted);
}
static double r_mean(Vec v, double *s, double q) {
  (void)s, (void)q;
  return vec_mean(v, &interrupted);
}
static double r_std(Vec v, double *s, double q) {
  (void)s, (void)q;
  return vec_std(v, &interrupted);
}
static double r_var(Vec v, double *s, double q) {
  (void)s, (void)q;
  return vec_var(v, NULL, &interrupted);
}
static double r_min(Vec v, double *s, double q) {
  (void)s, (void)q;
  return vec_min(v, &interrupted);
}
static double r_max(Vec v, double *s, double q) {
  (void)s, (void)q;
  return vec_max(v, &interrupted);
}
static double r_ptp(Vec v, double *s, double q) {
  (void)s, (void)q;
  return vec_max(v, &interrupted) - vec_min(v, &interrupted);
}
static double r_argmin(Vec v, double *s, double q) {
  (void)s, (void)q;
  return (double)vec_argmin(v, &interrupted) + 1;
}
static double r_argmax(Vec v, double *s, double q) {
  (void)s, (void)q;
  return (double)vec_argmax(v, &interrupted) + 1;
}
static double r_norm(Vec v, double *s, double q) {
  (void)s, (void)q;
  return vec_norm(v);
}

/* nan when nan is among the numbers, which sort last. */
static double r_quantile(Vec v, double *scratch, double q) {
  Vec sorted = vec_of(scratch + v.n, v.n);
  if (sort_values(sorted, v, scratch, &interrupted).code != STATUS_OK)
    return NAN;
  return isnan(sorted.d[v.n - 1]) ? NAN : vec_sorted_quantile(sorted, q);
}

/* -- from Lua ------------------------------------------------------------- */

typedef struct Task {
  Reduction *reduce;
  double q;
  bool sorts;        /* needs scratch */
  bool none_is_zero; /* no numbers are no mistake */
  bool is_place;     /* the result is an index */
} Task;

static double reduce(lua_State *L, const Task *t, Vec v) {
  check_interrupt(L);
  if (!v.n && !t->none_is_zero) fail(L, "there are no numbers");
  double *scratch = t->sorts ? push_scratch(L, 2 * v.n, sizeof *scratch) : NULL;
  double value = t->reduce(v, scratch, t->q);
  check_interrupt(L);
  if (scratch) lua_pop(L, 1);
  if (!isnan(value)) return value;
  operand_trace_nan(L, value, mat_of(&value, 1, 1), mat_column(v), NULL);
  return NAN; /* C may write -nan */
}

static void push_each(lua_State *L, const Task *t, Mat m, bool columns) {
  Vec out = push_vec(L, columns ? m.cols : m.rows);
  for (size_t i = 0; i < out.n; i++)
    out.d[i] = reduce(L, t, columns ? mat_col(m, i) : mat_row(m, i));
}

static int push_one(lua_State *L, const Task *t, Vec v) {
  double value = reduce(L, t, v);
  if (t->is_place)
    lua_pushinteger(L, (lua_Integer)value);
  else
    lua_pushnumber(L, value);
  return 1;
}

static int apply(lua_State *L, Task t, int direction_arg) {
  Vec *v = to_vec(L, 1);
  int direction = v || to_mat(L, 1) ? check_direction(L, direction_arg) : 0;
  if (v) return push_one(L, &t, *v);
  Mat m = check_mat(L, 1);
  if (!direction) return push_one(L, &t, push_all(L, m));
  push_each(L, &t, m, direction == 'c');
  return 1;
}

static int plain(lua_State *L, Reduction *reduction) {
  Task t = {reduction, 0, false, reduction == r_sum,
            reduction == r_argmin || reduction == r_argmax};
  return apply(L, t, 2);
}

static int l_sum(lua_State *L) { return plain(L, r_sum); }
static int l_mean(lua_State *L) { return plain(L, r_mean); }
static int l_std(lua_State *L) { return plain(L, r_std); }
static int l_var(lua_State *L) { return plain(L, r_var); }
static int l_min(lua_State *L) { return plain(L, r_min); }
static int l_max(lua_State *L) { return plain(L, r_max); }
static int l_ptp(lua_State *L) { return plain(L, r_ptp); }
static int l_argmin(lua_State *L) { return plain(L, r_argmin); }
static int l_argmax(lua_State *L) { return plain(L, r_argmax); }
static int l_norm(lua_State *L) { return plain(L, r_norm); }

static int l_median(lua_State *L) {
  return apply(L, (Task){r_quantile, 0.5, true, false, false}, 2);
}

static Task quantile(double q) {
  return (Task){r_quantile, q, true, false, false};
}

/* One row of `out` per probability, as numpy.quantile. */
static void fill_quantiles(lua_State *L, Mat out, Vec q, Mat m, bool columns) {
  for (size_t k = 0; k < q.n; k++) {
    const Task t = quantile(q.d[k]);
    for (size_t i = 0; i < out.cols; i++)
      *mat_at(out, k, i) =
        reduce(L, &t, columns ? mat_col(m, i) : mat_row(m, i));
  }
}

/* A copy, which no finalizer changes after the check. */
static Vec push_probabilities(lua_State *L) {
  const Vec given = check_numbers(L, 2);
  Vec q = push_vec(L, given.n);
  vec_copy(q, given);
  for (size_t k = 0; k < q.n; k++)
    if (!(q.d[k] >= 0 && q.d[k] <= 1))
      fail_arg_because(L, 2, "probability %I is not from 0 to 1 (it is %f)",
                       (LUAI_UACINT)k + 1, to_printable(q.d[k]));
  return q;
}

static int quantiles(lua_State *L) {
  const Vec *v = to_vec(L, 1);
  const Mat m = v ? mat_column(*v) : check_mat(L, 1);
  const int direction = check_direction(L, 3);
  const Vec q = push_probabilities(L);
  if (!v && direction) {
    const bool columns = direction == 'c';
    const Mat out = push_mat(L, q.n, columns ? m.cols : m.rows);
    fill_quantiles(L, out, q, m, columns);
    return 1;
  }
  const Vec all = v ? *v : push_all(L, m);
  fill_quantiles(L, mat_column(push_vec(L, q.n)), q, mat_column(all), true);
  return 1;
}

static int l_quantile(lua_State *L) {
  if (lua_type(L, 2) == LUA_TTABLE || to_vec(L, 2)) return quantiles(L);
  double q = check_number(L, 2);
  if (!(q >= 0 && q <= 1)) fail_arg(L, 2, "number from 0 to 1");
  return apply(L, quantile(q), 3);
}

#define V   "vector{3, 1, 2}"
#define X   "matrix{{1, 2}, {3, 6}}"
#define WAY " With \"columns\": one a column; \"rows\": one a row; else of all."

/* The same reductions for both types. */
#define BOTH(word, fn, sentence, of_v, of_x)                                   \
  {TYPE_VECTOR ":" word, fn, "v:" word "()", sentence,                         \
   V ":" word "() --> " of_v},                                                 \
  {                                                                            \
    TYPE_MATRIX ":" word, fn, "X:" word "(direction)", sentence WAY,           \
      X ":" word "\"columns\" --> " of_x                                       \
  }

static const Prim prims[] = {
  BOTH("sum", l_sum, "The sum, 0 for no numbers.", "6.0", "[4 8]"),
  BOTH("mean", l_mean, "The arithmetic mean.", "2.0", "[2 4]"),
  BOTH("std", l_std,
       "The standard deviation, the sum of squares divided by n (as NumPy; R "
       "and statistics books divide by n - 1).",
       "0.81649658092773", "[1 2]"),
  BOTH("var", l_var, "The variance: the mean squared distance from the mean.",
       "0.66666666666667", "[1 4]"),
  BOTH("min", l_min, "The smallest number.", "1.0", "[1 2]"),
  BOTH("max", l_max, "The largest number.", "3.0", "[3 6]"),
  BOTH("ptp", l_ptp, "From smallest to largest: max - min.", "2.0", "[2 4]"),
  BOTH("argmin", l_argmin, "The place of the smallest number, from 1.", "2",
       "[1 1]"),
  BOTH("argmax", l_argmax, "The place of the largest number, from 1.", "1",
       "[2 2]"),
  BOTH("norm", l_norm, "The length: the root of the sum of squares.",
       "3.7416573867739", "[3.16227766 6.32455532]"),
  BOTH("median", l_median, "The middle number, or the mean of the middle two.",
       "2.0", "[2 4]"),
  {"vector:quantile", l_quantile, "v:quantile(q)",
   "The number below which the share q of the others lies, 0 to 1, between "
   "two numbers on a straight line (as NumPy). A table or vector of shares "
   "gives a vector with one quantile per share.",
   "vector{1, 2, 3, 4}:quantile(0.25) --> 1.75\n"
   "vector{1, 2, 3, 4}:quantile{0.25, 0.5} --> [1.75 2.5 ]"},
  {"matrix:quantile", l_quantile, "X:quantile(q, direction)",
   "The number below which the share q of the others lies." WAY
   " A table or vector of shares gives a vector, and with a direction a matrix "
   "with one row per share (as numpy.quantile).",
   X ":quantile(0.5, \"rows\") --> [1.5 4.5]\n" X
     ":quantile({0, 0.5}, \"columns\") --> [[1 2]\n [2 4]]"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_reductions(lua_State *L) { registry_add(L, prims); }
