/* fold_solver.c - context.fold_solver: the method "exact" for all models of a
 * cross-validation, from one pass over the data.
 *
 * The products of the columns over the training part of a fold are the sum of
 * those over the other test sets. From them each penalty takes microseconds
 * (core/linalg/wide_solve.h). The weights have the bits that train gives them; a
 * model for which this is not certain is left alone, for train. */
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec_reduce.h"
#include "core/linalg/wide_gram.h"
#include "core/linalg/wide_solve.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/model/model.h"
#include "lua/model/model_features.h"
#include "sys/interrupt.h"

/* The sums of the training part of each fold cost folds². */
enum { MOST_FOLDS = 50 };

typedef struct Fold {
  DoubleDouble *here, *G; /* products over its test set, and over the others */
  double *low, *high;     /* the same for the range of each column */
  size_t rows;            /* in the test set */
  WideProblem problem;    /* of the training part */
  bool started, usable;   /* is that prepared? can it be solved? */
  double *scratch;
} Fold;

typedef struct Solver {
  size_t folds, n, rows;
  double *theta, *range; /* n + 1; 2 n */
  Fold fold[MOST_FOLDS];
} Solver;

/* -- the data --------------------------------------------------------------- */

/* Stack indices of l_fold_solver. */
enum { FEATURES = 1, TARGETS, WEIGHTS, SOLVER };

/* Pushes element k of the list at `index`. */
static Vec push_numbers(lua_State *L, int index, size_t k) {
  lua_rawgeti(L, index, (lua_Integer)k + 1);
  const Vec *v = to_vec(L, -1);
  return v ? *v : (Vec){0};
}

static Mat push_features_of(lua_State *L, size_t k) {
  const Vec v = push_numbers(L, FEATURES, k);
  const Mat *X = to_mat(L, -1);
  return X ? *X : mat_column(v);
}

static bool has_counts_only(Vec weight) {
  for (size_t i = 0; i < weight.n; i++)
    if (!(*vec_at(weight, i) >= 0)) return false;
  return true;
}

/* The range of the rows that count. */
static void find_range(Fold *f, const GramInput *in) {
  const Mat X = in->X;
  for (size_t j = 0; in->weight.n && j < X.cols; j++) {
    f->low[j] = INFINITY;
    f->high[j] = -INFINITY;
    for (size_t i = 0; i < X.rows; i++) {
      if (!(*vec_at(in->weight, i) > 0)) continue;
      f->low[j] = lower(*mat_at(X, i, j), f->low[j]);
      f->high[j] = higher(*mat_at(X, i, j), f->high[j]);
    }
  }
}

/* Sets the range and the products over test set k; false if train has something
 * to say about its numbers. */
static bool read_fold(lua_State *L, Solver *s, size_t k) {
  Fold *f = &s->fold[k];
  GramInput in = {.X = push_features_of(L, k),
                  .y = push_numbers(L, TARGETS, k)};
  if (lua_istable(L, WEIGHTS)) in.weight = push_numbers(L, WEIGHTS, k);
  if (in.X.cols != s->n || in.y.n != in.X.rows || !has_counts_only(in.weight) ||
      (lua_istable(L, WEIGHTS) && in.weight.n != in.y.n))
    return false;
  Status found = mat_range(f->low, f->high, in.X, &interrupted);
  if (found.code == STATUS_NONFINITE) return false;
  check_status(L, found, "X");
  find_range(f, &in);
  in.blocks = blocks_cut(in.X.rows, s->n);
  in.blocks.room = wide_gram_scratch(&in.blocks, s->n);
  in.blocks.scratch =
    push_scratch(L, in.blocks.room, sizeof *in.blocks.scratch);
  check_status(L, wide_gram(f->here, &in, &interrupted), "X");
  return true;
}

/* Takes what fold k needs from the block; with NULL, only counts. */
static double *lay_out(Solver *s, size_t k, double *block) {
  const size_t products = 2 * wide_gram_size(s->n), n = s->n;
  Fold *f = &s->fold[k];
  f->here = (DoubleDouble *)(void *)block;
  f->G = (DoubleDouble *)(void *)(block + products);
  f->low = block + 2 * products;
  f->high = f->low + n;
  f->scratch = f->high + n;
  return f->scratch + wide_solve_scratch(n);
}

static size_t numbers_of_fold(size_t n) {
  return 4 * wide_gram_size(n) + 2 * n + wide_solve_scratch(n);
}

/* Pushes the solver and, as its user value, its numbers. */
static Solver *push_solver(lua_State *L, size_t folds, size_t n) {
  Solver *s = lua_newuserdatauv(L, sizeof *s, 1);
  *s = (Solver){.folds = folds, .n = n};
  const size_t each = numbers_of_fold(n);
  double *block = push_scratch(L, folds * each + 3 * n + 1, sizeof *block);
  lua_setiuservalue(L, -2, 1);
  for (size_t k = 0; k < folds; k++) block = lay_out(s, k, block);
  s->theta = block;
  s->range = block + n + 1;
  return s;
}

static void add_others(Solver *s) {
  for (size_t k = 0; k < s->folds; k++) {
    Fold *f = &s->fold[k];
    memset(f->G, 0, wide_gram_size(s->n) * sizeof *f->G);
    for (size_t i = 0; i < s->folds; i++)
      if (i != k) wide_gram_add(f->G, s->fold[i].here, s->n);
  }
}

/* -- solving ---------------------------------------------------------------- */

/* Is the model trained on its inputs as they are? */
static bool is_plain_linear(const LuaModel *m, size_t n) {
  return !m->custom && m->core.kind == GLM_LINEAR && m->degree == 1 &&
         m->scaling == NO_SCALING && !m->theta && m->core.lambda >= 0 && n;
}

static bool solve_fold(Solver *s, size_t k, const Glm *model) {
  Fold *f = &s->fold[k];
  if (!f->started || f->problem.intercept != model->intercept) {
    f->problem = (WideProblem){.G = f->G,
                               .n = s->n,
                               .m = s->rows - f->rows,
                               .intercept = model->intercept};
    f->usable = wide_solve_start(&f->problem, f->scratch);
    f->started = true;
  }
  return f->usable && wide_solve(s->theta, &f->problem, model->lambda);
}

/* The range of the training part of fold k. */
static void join_ranges(Solver *s, size_t k) {
  for (size_t j = 0; j < s->n; j++) {
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < s->folds; i++) {
      if (i == k) continue;
      low = lower(s->fold[i].low[j], low);
      high = higher(s->fold[i].high[j], high);
    }
    s->range[j] = low;
    s->range[s->n + j] = high;
  }
}

/* (k, model, X) -> is the model trained for fold k? X has the names of the
 * columns. Upvalue 1 is the solver. */
static int l_solve(lua_State *L) {
  Solver *s = lua_touserdata(L, lua_upvalueindex(1));
  const size_t k = (size_t)luaL_checkinteger(L, 1) - 1;
  LuaModel *m = check_model(L, 2);
  const Mat X = check_features(L, 3);
  check_interrupt(L);
  if (!is_plain_linear(m, s->n) || !solve_fold(s, k, &m->core)) {
    lua_pushboolean(L, false);
    return 1;
  }
  join_ranges(s, k);
  model_take_inputs(L, 2, s->n, 1);
  model_learn_inputs(L, 2, 3, X, (Vec){0}, s->range, s->range + s->n);
  memcpy(m->theta, s->theta, (s->n + 1) * sizeof *s->theta);
  lua_pushboolean(L, true);
  return 1;
}

/* -- (Xs, ys, weights) -> solve, or nil ------------------------------------- */

static bool read_all(lua_State *L, Solver *s) {
  for (size_t k = 0; k < s->folds; k++) {
    if (!read_fold(L, s, k)) return false;
    lua_settop(L, SOLVER);
    s->fold[k].rows = push_numbers(L, TARGETS, k).n;
    s->rows += s->fold[k].rows;
    lua_settop(L, SOLVER);
  }
  return true;
}

/* Lists of the test sets of all folds; weights may be nil. Without a result all
 * models are for train. */
static int l_fold_solver(lua_State *L) {
  lua_settop(L, WEIGHTS);
  const size_t folds = lua_rawlen(L, FEATURES);
  if (folds < 2 || folds > MOST_FOLDS || registry_recorder) return 0;
  const Mat X = push_features_of(L, 0);
  lua_settop(L, WEIGHTS);
  if (!wide_solve_pays(X.rows * (folds - 1), X.cols)) return 0;
  Solver *s = push_solver(L, folds, X.cols);
  if (!read_all(L, s)) return 0;
  /* the largest folds come first */
  if (!wide_solve_pays(s->rows - s->fold[0].rows, s->n)) return 0;
  add_others(s);
  lua_pushcclosure(L, l_solve, 1);
  return 1;
}

static const luaL_Reg functions[] = {{"fold_solver", l_fold_solver},
                                     {NULL, NULL}};

void open_fold_solver(lua_State *L) {
  lib_context_add(L, "mlrepl.context", functions);
}
