/* data_split.c - data.split and data.folds: training and test sets. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/linalg/vec_reduce.h"
#include "core/stats/split.h"
#include "lua/array/chunked_copy.h"
#include "lua/array/column_names.h"
#include "lua/array/vector_kind.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/data/seal.h"
#include "sys/interrupt.h"
#include "core/stats/split.h"
#include "core/stats/sort.h"

/* -- rows ----------------------------------------------------------------- */

/* Pushes the rows of the vector or matrix at `arg` in the given order. */
static void push_rows(lua_State *L, int arg, const size_t *order, size_t n) {
  Vec *v = to_vec(L, arg);
  if (v) {
    Vec from = *v, out = push_vec(L, n);
    for (size_t i = 0; i < n; i++) out.d[i] = *vec_at(from, order[i]);
    column_names_keep(L, arg);
    vector_kind_keep(L, arg);
    return;
  }
  Mat from = check_mat(L, arg), out = push_mat(L, n, from.cols);
  check_status(L, split_take(out, from, order, &interrupted), "X");
  column_names_keep(L, arg);
  vector_kind_keep(L, arg);
}

/* Pushes Xtrain, Xtest, ytrain, ytest of X and y at 1 and 2. */
static int push_parts(lua_State *L, const size_t *train, size_t trains,
                      const size_t *test, size_t tests) {
  for (int arg = 1; arg <= 2; arg++) {
    push_rows(L, arg, train, trains);
    push_rows(L, arg, test, tests);
  }
  return 4;
}

/* -- arguments ------------------------------------------------------------ */

static size_t check_examples(lua_State *L) {
  if (is_plain_table(L, 1)) check_numbers(L, 1);
  size_t rows = check_features(L, 1).rows, n = check_numbers(L, 2).n;
  if (rows != n)
    fail(L, "X has %I rows, but y has %I elements", (LUAI_UACINT)rows,
         (LUAI_UACINT)n);
  if (n < 2)
    fail_arg_because(L, 2, "at least 2 examples expected, got %I",
                     (LUAI_UACINT)n);
  return n;
}

/* Classes must be integers, with an example for either part. `sorted` and
 * `scratch` each have room for y. */
static void check_classes(lua_State *L, Vec y, double *sorted,
                          double *scratch) {
  for (size_t i = 0; i < y.n; i++)
    if (*vec_at(y, i) != floor(*vec_at(y, i)))
      fail_arg_because(L, 2,
                       "element %I is %f; stratify needs classes, which are "
                       "integers",
                       (LUAI_UACINT)i + 1, *vec_at(y, i));
  check_status(L, sort_values(vec_of(sorted, y.n), y, scratch, &interrupted),
               "y");
  for (size_t i = 0; i < y.n; i++) {
    const bool before = i && sorted[i - 1] == sorted[i];
    const bool after = i + 1 < y.n && sorted[i + 1] == sorted[i];
    if (!before && !after)
      fail_arg_because(L, 2,
                       "class %f has only one example; stratify needs at "
                       "least 2 per class",
                       sorted[i]);
  }
}

/* Pushes the order of the examples: shuffled, and stratified if the options at
 * `arg` say so. */
static size_t *push_order(lua_State *L, int arg, size_t n) {
  size_t seed = option_count(L, arg, "seed", 1);
  bool stratify = option_boolean(L, arg, "stratify", false);
  size_t *order = push_scratch(L, n, sizeof *order);
  split_shuffle(order, n, (uint64_t)seed);
  if (!stratify) return order;
  Vec y = check_vec(L, 2);
  double *keys = push_scratch(L, n, sizeof *keys);
  size_t *scratch = push_scratch(L, n, 2 * sizeof *scratch);
  if (vec_nonfinite(y) < n)
    fail_arg_because(L, 2,
                     "element %I is not a class; stratify needs a class "
                     "for every example",
                     (LUAI_UACINT)vec_nonfinite(y) + 1);
  check_classes(L, y, keys, (double *)scratch);
  check_status(L, split_stratify(order, y, keys, scratch, &interrupted), "y");
  lua_pop(L, 2);
  return order;
}

/* -- split ---------------------------------------------------------------- */

/* The size of the test set: a share of the examples, rounded up as in
 * scikit-learn, or a count. Both parts get at least one example. */
static size_t test_option(lua_State *L, size_t n) {
  double test = option_number(L, 3, "test", 0.2);
  double count = test < 1 ? ceil(test * (double)n) : test;
  if (test > 0 && test < 1 && count == (double)n) count--;
  option_push(L, 3, "test");
  if (test == 1 && !lua_isinteger(L, -1))
    count = 0; /* 1.0 is a share, not a count */
  lua_pop(L, 1);
  if (!(test > 0) || !(count > 0) || count != floor(count) ||
      count >= (double)n) {
    lua_pushnumber(L, test);
    lua_pushfstring(L, "share between 0 and 1 or count below %I",
                    (LUAI_UACINT)n);
    lua_insert(L, -2);
    fail_option(L, "test", lua_tostring(L, -2));
  }
  return (size_t)count;
}

static int l_split(lua_State *L) {
  size_t n = check_examples(L);
  check_options(L, 3);
  lua_settop(L, 3);
  size_t tests = test_option(L, n);
  const bool seal = option_boolean(L, 3, "seal", false);
  const size_t *order = push_order(L, 3, n);
  push_parts(L, order + tests, n - tests, order, tests);
  const SealSplit split = {n, tests, option_count(L, 3, "seed", 1),
                           option_boolean(L, 3, "stratify", false)};
  seal_split(L, &split, seal);
  return 4;
}

/* -- folds ---------------------------------------------------------------- */

/* The upvalues of the iterator: its Prim, X, y, the order, the number of folds,
 * and how many have been returned. */
enum { PRIM = 1, FEATURES, TARGETS, ORDER, FOLDS, DONE };

/* The order without the test set [first, last). */
static const size_t *push_others(lua_State *L, const size_t *order, size_t n,
                                 size_t first, size_t last) {
  size_t *others = push_scratch(L, n, sizeof *others), k = 0;
  for (size_t i = 0; i < n; i++)
    if (i < first || i >= last) others[k++] = order[i];
  return others;
}

static int l_next_fold(lua_State *L) {
  lua_settop(L, 0);
  lua_pushvalue(L, lua_upvalueindex(FEATURES));
  lua_pushvalue(L, lua_upvalueindex(TARGETS));
  const size_t *order = lua_touserdata(L, lua_upvalueindex(ORDER));
  size_t folds = (size_t)lua_tointeger(L, lua_upvalueindex(FOLDS));
  lua_Integer k = lua_tointeger(L, lua_upvalueindex(DONE));
  size_t n = check_vec(L, 2).n, first, last;
  if ((size_t)k == folds) return 0;
  lua_pushinteger(L, k + 1);
  lua_copy(L, -1, lua_upvalueindex(DONE));
  split_fold(n, folds, (size_t)k, &first, &last);
  const size_t *others = push_others(L, order, n, first, last);
  return push_parts(L, others, n - (last - first), order + first, last - first);
}

/* For a module: the iterator of data.folds -> the same without the training
 * sets, whose rows are those of the other test sets. */
static int l_next_test(lua_State *L) {
  lua_settop(L, 0);
  lua_pushvalue(L, lua_upvalueindex(FEATURES));
  lua_pushvalue(L, lua_upvalueindex(TARGETS));
  const size_t *order = lua_touserdata(L, lua_upvalueindex(ORDER));
  const size_t folds = (size_t)lua_tointeger(L, lua_upvalueindex(FOLDS));
  const lua_Integer k = lua_tointeger(L, lua_upvalueindex(DONE));
  size_t first, last;
  if ((size_t)k == folds) return 0;
  lua_pushinteger(L, k + 1);
  lua_copy(L, -1, lua_upvalueindex(DONE));
  split_fold(check_vec(L, 2).n, folds, (size_t)k, &first, &last);
  push_rows(L, 1, order + first, last - first);
  push_rows(L, 2, order + first, last - first);
  return 2;
}

static int l_test_sets(lua_State *L) {
  for (int i = PRIM; i <= DONE; i++) lua_getupvalue(L, 1, i);
  lua_pushcclosure(L, l_next_test, DONE);
  return 1;
}

/* The rows of element i of the list at 1, which is pushed. */
static Mat push_element(lua_State *L, lua_Integer i) {
  lua_rawgeti(L, 1, i);
  const Vec *v = to_vec(L, -1);
  return v ? mat_column(*v) : check_mat(L, lua_gettop(L));
}

/* (list, k) -> the rows of all vectors or matrices in the list but the k-th, one
 * after another. They are contiguous. */
static int l_others(lua_State *L) {
  const lua_Integer count = (lua_Integer)lua_rawlen(L, 1);
  const lua_Integer k = luaL_checkinteger(L, 2);
  const Mat sample = push_element(L, 1);
  size_t rows = 0, at = 0;
  for (lua_Integer i = 1; i <= count; i++) {
    if (i != k) rows += push_element(L, i).rows;
    lua_settop(L, 3);
  }
  const Mat out = to_vec(L, 3) ? mat_column(push_vec(L, rows))
                               : push_mat(L, rows, sample.cols);
  for (lua_Integer i = 1; i <= count; i++) {
    const Mat some = push_element(L, i);
    lua_settop(L, 4);
    if (i == k) continue;
    chunked_copy_vec(L, mat_flat(mat_part(out, at, some.rows)), mat_flat(some));
    at += some.rows;
  }
  column_names_keep(L, 3);
  vector_kind_keep(L, 3);
  return 1;
}

static int l_folds(lua_State *L) {
  size_t n = check_examples(L), folds = check_count(L, 3, 2);
  if (folds > n)
    fail_arg_because(L, 3, "cannot exceed the number of examples (%I), got %I",
                     (LUAI_UACINT)n, (LUAI_UACINT)folds);
  check_options(L, 4);
  lua_settop(L, 4);
  lua_pushvalue(L, lua_upvalueindex(PRIM));
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 2);
  push_order(L, 4, n);
  lua_pushinteger(L, (lua_Integer)folds);
  lua_pushinteger(L, 0);
  lua_pushcclosure(L, l_next_fold, DONE);
  return 1;
}

#define XY "X = matrix{{1}, {2}, {3}, {4}, {5}}\ny = vector{0, 1, 0, 1, 0}\n"

static const Prim prims[] = {
  {"data.split", l_split,
   "data.split(X, y, {test=, seed=, stratify=, seal=}) -> like X, like X, "
   "vector, vector",
   "Shuffles the examples and splits them into a training and a test set; "
   "returns Xtrain, Xtest, ytrain, ytest. The order depends only on seed "
   "(default 1) and is the same on every machine. test is the fraction of the "
   "examples in the test set (default 0.2, rounded up), or their number. "
   "stratify=true preserves the class proportions of y in both sets; y must "
   "then contain integers, with at least 2 examples per class. Column names "
   "are preserved.\n"
   "seal=true seals the test set: each look at it is counted. m:score(Xtest, "
   "ytest) then says which look it is, the standard error of the score, and by "
   "how much the best of all looks so far is expected to be too high if all "
   "the models are equally good (help\"data.looks\"). Xtest, ytest, X and y, and "
   "whatever is computed from them by functions of vectors and matrices "
   "(slices, columns, arithmetic, scaler(Xtest), polyfeatures, concat) are "
   "sealed; normalize, train, cross_validate and search refuse them. The same "
   "split again continues the count. What escapes: numbers (ytest[1], "
   "Xtest:mean()), tables, plots and printed values, files, and data that was "
   "copied before the split.",
   XY "Xtrain, Xtest, ytrain, ytest = data.split(X, y, {test=0.4})\n"
      "#Xtrain --> 3\n#ytest --> 2"},
  {"data.folds", l_folds,
   "data.folds(X, y, k, {seed=, stratify=}) -> iterator of "
   "like X, like X, vector, vector",
   "Returns an iterator for k-fold cross-validation, which shuffles the "
   "examples and splits them into k folds. Each step returns Xtrain, Xtest, "
   "ytrain, ytest with a different fold as the test set. seed and stratify "
   "are as in data.split.",
   XY "total = 0\n"
      "for Xtrain, Xtest, ytrain, ytest in data.folds(X, y, 5) do\n"
      "  total = total + Xtest[1][1]\n"
      "end\n"
      "total --> 15.0"},
  {NULL, NULL, NULL, NULL, NULL}};

static const luaL_Reg functions[] = {
  {"test_sets", l_test_sets}, {"others", l_others}, {NULL, NULL}};

void open_data_split(lua_State *L) {
  registry_add(L, prims);
  lib_context_add(L, "mlrepl.context", functions);
}
