/* reductions.c - sum, mean and so on: of a vector, of a whole matrix, or of
 * each of its columns or rows. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/linalg/vec_reduce.h"
#include "core/stats/select.h"
#include "lua/array/operand.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "sys/interrupt.h"

/* -- the reductions as functions of one vector ---------------------------- */

/* `scratch` has the vector's length; q is the requested quantile. */
typedef double Reduction(Vec v, uint64_t *scratch, double q);

static double r_sum(Vec v, uint64_t *s, double q) {
  (void)s, (void)q;
  return vec_sum(v, &interrupted);
}
static double r_mean(Vec v, uint64_t *s, double q) {
  (void)s, (void)q;
  return vec_mean(v, &interrupted);
}
static double r_std(Vec v, uint64_t *s, double q) {
  (void)s, (void)q;
  return vec_std(v, &interrupted);
}
static double r_var(Vec v, uint64_t *s, double q) {
  (void)s, (void)q;
  return vec_var(v, NULL, &interrupted);
}
static double r_min(Vec v, uint64_t *s, double q) {
  (void)s, (void)q;
  return vec_min(v, &interrupted);
}
static double r_max(Vec v, uint64_t *s, double q) {
  (void)s, (void)q;
  return vec_max(v, &interrupted);
}
static double r_ptp(Vec v, uint64_t *s, double q) {
  (void)s, (void)q;
  return vec_max(v, &interrupted) - vec_min(v, &interrupted);
}
static double r_argmin(Vec v, uint64_t *s, double q) {
  (void)s, (void)q;
  return (double)vec_argmin(v, &interrupted) + 1;
}
static double r_argmax(Vec v, uint64_t *s, double q) {
  (void)s, (void)q;
  return (double)vec_argmax(v, &interrupted) + 1;
}
static double r_norm(Vec v, uint64_t *s, double q) {
  (void)s, (void)q;
  return vec_norm(v);
}

static double r_quantile(Vec v, uint64_t *scratch, double q) {
  return select_quantile(v, q, scratch, &interrupted);
}

/* -- from Lua ------------------------------------------------------------- */

typedef struct Task {
  Reduction *reduce;
  double q;
  bool selects;      /* needs scratch */
  bool none_is_zero; /* an empty vector is allowed */
  bool is_place;     /* the result is an index */
} Task;

static double reduce(lua_State *L, const Task *t, Vec v) {
  check_interrupt(L);
  if (!v.n && !t->none_is_zero)
    fail(L, "at least one number expected, got none");
  uint64_t *scratch = t->selects ? push_scratch(L, v.n, sizeof *scratch) : NULL;
  double value = t->reduce(v, scratch, t->q);
  check_interrupt(L);
  if (scratch) lua_pop(L, 1);
  if (!isnan(value)) return value;
  operand_trace_nan(L, value, mat_of(&value, 1, 1), mat_column(v), NULL);
  return NAN; /* drop the sign: C may print -nan */
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
  const Vec *v = to_const_vec(L, 1);
  const Mat *m = to_const_mat(L, 1);
  int direction = v || m ? check_direction(L, direction_arg) : 0;
  if (v) return push_one(L, &t, *v);
  if (!m) fail_arg(L, 1, "matrix");
  if (!direction) return push_one(L, &t, push_all(L, *m));
  push_each(L, &t, *m, direction == 'c');
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

/* One row of `out` per probability, as in numpy.quantile. */
static void fill_quantiles(lua_State *L, Mat out, Vec q, Mat m, bool columns) {
  for (size_t k = 0; k < q.n; k++) {
    const Task t = quantile(q.d[k]);
    for (size_t i = 0; i < out.cols; i++)
      *mat_at(out, k, i) =
        reduce(L, &t, columns ? mat_col(m, i) : mat_row(m, i));
  }
}

/* A copy, so that no finalizer can change it after the check. */
static Vec push_probabilities(lua_State *L) {
  const Vec given = check_numbers(L, 2);
  Vec q = push_vec(L, given.n);
  vec_copy(q, given);
  for (size_t k = 0; k < q.n; k++)
    if (!(q.d[k] >= 0 && q.d[k] <= 1))
      fail_arg_because(L, 2, "probability %I must be between 0 and 1, got %f",
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
  if (!(q >= 0 && q <= 1)) fail_arg(L, 2, "number between 0 and 1");
  return apply(L, quantile(q), 3);
}

#define V "vector{3, 1, 2}"
#define X "matrix{{1, 2}, {3, 6}}"
#define WAY                                                                    \
  " With \"columns\" or \"rows\", returns one result per column or row; by "   \
  "default, uses all elements."

/* The same reductions for both types. */
#define BOTH(word, fn, sentence, of_v, of_x)                                   \
  {TYPE_VECTOR ":" word, fn, "v:" word "() -> number", sentence,               \
   V ":" word "() --> " of_v},                                                 \
  {                                                                            \
    TYPE_MATRIX ":" word, fn,                                                  \
      "X:" word "(direction) -> number or vector with direction",              \
      sentence WAY, X ":" word "\"columns\" --> " of_x                         \
  }

static const Prim prims[] = {
  BOTH("sum", l_sum, "Returns the sum of the elements, or 0 if there are none.",
       "6.0", "[4 8]"),
  BOTH("mean", l_mean, "Returns the arithmetic mean.", "2.0", "[2 4]"),
  BOTH("std", l_std,
       "Returns the standard deviation, with divisor n, as in NumPy (R and "
       "statistics textbooks divide by n - 1).",
       "0.81649658092773", "[1 2]"),
  BOTH("var", l_var,
       "Returns the variance, the mean squared deviation from the mean.",
       "0.66666666666667", "[1 4]"),
  BOTH("min", l_min, "Returns the smallest element.", "1.0", "[1 2]"),
  BOTH("max", l_max, "Returns the largest element.", "3.0", "[3 6]"),
  BOTH("ptp", l_ptp, "Returns the range: max - min.", "2.0", "[2 4]"),
  BOTH("argmin", l_argmin,
       "Returns the index of the smallest element, counting from 1.", "2",
       "[1 1]"),
  BOTH("argmax", l_argmax,
       "Returns the index of the largest element, counting from 1.", "1",
       "[2 2]"),
  BOTH("norm", l_norm,
       "Returns the Euclidean norm: the square root of the sum of squares.",
       "3.7416573867739", "[3.16227766 6.32455532]"),
  BOTH("median", l_median,
       "Returns the median: the middle element in sorted order, or the mean of "
       "the two middle elements.",
       "2.0", "[2 4]"),
  {"vector:quantile", l_quantile, "v:quantile(q) -> number or vector",
   "Returns the q-quantile, for q from 0 to 1: the value below which a "
   "fraction q of the elements lies. Interpolates linearly between "
   "neighboring elements, as NumPy does. If q is a table or vector, returns "
   "a vector with one quantile per element of q.",
   "vector{1, 2, 3, 4}:quantile(0.25) --> 1.75\n"
   "vector{1, 2, 3, 4}:quantile{0.25, 0.5} --> [1.75 2.5 ]"},
  {"matrix:quantile", l_quantile,
   "X:quantile(q, direction) -> number or vector or matrix",
   "Returns the q-quantile, for q from 0 to 1." WAY
   " If q is a table or vector, returns a vector or, with a direction, a "
   "matrix with one row per element of q, as numpy.quantile does.",
   X ":quantile(0.5, \"rows\") --> [1.5 4.5]\n" X
     ":quantile({0, 0.5}, \"columns\") --> [[1 2]\n [2 4]]"},
  {NULL, NULL, NULL, NULL, NULL}};

static const Words words[] = {{NULL, "direction", direction_words, NULL},
                              {NULL, NULL, NULL, NULL}};

void open_reductions(lua_State *L) {
  registry_add(L, prims);
  registry_add_words(L, words);
}
