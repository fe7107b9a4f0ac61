/* fold_solver.c - context.fold_solver: the method "exact" for all models of a
 * cross-validation, from few passes over the data.
 *
 * The products of the columns over the training part of a fold are the sum of
 * those over the other test sets, so one pass gives them for all folds. Features
 * that a model computes (degree, normalize) take one pass for each training part.
 * From products each penalty takes microseconds (core/squares/wide_solve.h). The
 * weights have the bits that train gives them; where this is not certain, or train
 * might raise an error, the model is left to it. */
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/squares/wide_gram.h"
#include "core/squares/wide_solve.h"
#include "core/model/features.h"
#include "core/model/scale.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/model/model.h"
#include "lua/model/model_features.h"
#include "lua/model/scaler.h"
#include "sys/interrupt.h"

/* Numbers for the products of all folds. */
enum { PLENTY = 1 << 22 };

/* Of n features of m examples; the blocks belong to a userdata. */
typedef struct Products {
  size_t inputs, n, m, sets; /* sets of examples that were added */
  DoubleDouble *G;
  double *low, *high; /* range of the inputs */
  Scale scale;        /* of the features; its mean.d is NULL: not scaled */
  bool usable;        /* false: train may have something to say */
  bool started;       /* is the problem prepared for its present intercept? */
  WideProblem problem;
  double *scratch;
  double *theta; /* n + 1 */
} Products;

typedef struct Solver {
  size_t folds;
  Products *tests;  /* of the columns, over each test set; then a sum */
  Products *others; /* over each training part; then over all examples */
} Solver;

/* User values of a solver: its products; their numbers; what was computed for other features. */
enum { PRODUCTS = 1, NUMBERS, COMPUTED, SOLVER_VALUES = COMPUTED };

/* -- products --------------------------------------------------------------- */

static size_t numbers_of(size_t inputs, size_t n) {
  return 2 * wide_gram_size(n) + 2 * inputs + wide_solve_scratch(n) + n + 1;
}

static double *lay_out(Products *p, size_t inputs, size_t n, double *block) {
  *p = (Products){.inputs = inputs, .n = n};
  p->G = (DoubleDouble *)(void *)block;
  memset(block, 0, numbers_of(inputs, n) * sizeof *block);
  p->low = block + 2 * wide_gram_size(n);
  p->high = p->low + inputs;
  p->scratch = p->high + inputs;
  p->theta = p->scratch + wide_solve_scratch(n);
  return p->theta + n + 1;
}

/* The examples to read. */
typedef struct Rows {
  Mat X;
  Vec y, weight;
} Rows;

static bool has_counts_only(Vec weight) {
  for (size_t i = 0; i < weight.n; i++)
    if (!(*vec_at(weight, i) >= 0)) return false;
  return true;
}

/* Raises for Ctrl-C. */
static bool is_done(lua_State *L, Status s) {
  if (s.code == STATUS_STOPPED) check_status(L, s, "X");
  return s.code == STATUS_OK;
}

static void forget_range(Products *p) {
  for (size_t j = 0; j < p->inputs; j++) {
    p->low[j] = INFINITY;
    p->high[j] = -INFINITY;
  }
}

static void widen(Products *p, const double *low, const double *high) {
  for (size_t j = 0; j < p->inputs; j++) {
    p->low[j] = lower(low[j], p->low[j]);
    p->high[j] = higher(high[j], p->high[j]);
  }
}

/* The range of the examples that count; false if numbers are not finite. */
static bool find_range(lua_State *L, Products *p, const Rows *rows) {
  const Mat X = rows->X;
  if (!is_done(L, mat_range(p->low, p->high, X, &interrupted))) return false;
  if (!rows->weight.n) return true;
  forget_range(p);
  for (size_t i = 0; i < X.rows; i++)
    if (*vec_at(rows->weight, i) > 0)
      widen(p, mat_at(X, i, 0), mat_at(X, i, 0));
  return true;
}

static bool multiply(lua_State *L, Products *p, Mat features,
                     const Rows *rows) {
  GramInput in = {.X = features, .y = rows->y, .weight = rows->weight};
  in.blocks = blocks_cut(features.rows, features.cols);
  in.blocks.room = wide_gram_scratch(&in.blocks, features.cols);
  in.blocks.scratch =
    push_scratch(L, in.blocks.room, sizeof *in.blocks.scratch);
  p->m = features.rows;
  p->sets = 1;
  return is_done(L, wide_gram(p->G, &in, &interrupted));
}

static bool solve(Products *p, const Glm *model) {
  if (!p->usable) return false;
  if (!p->started || p->problem.intercept != model->intercept) {
    p->problem = (WideProblem){.G = p->G,
                               .n = p->n,
                               .m = p->m,
                               .sets = p->sets,
                               .intercept = model->intercept};
    p->usable =
      wide_solve_pays(p->m, p->n) && wide_solve_start(&p->problem, p->scratch);
    p->started = true;
  }
  return p->usable && wide_solve(p->theta, &p->problem, model->lambda);
}

/* -- the test sets ---------------------------------------------------------- */

/* Stack indices of l_fold_solver. */
enum { FEATURES = 1, TARGETS, WEIGHTS, SOLVER };

/* The vector at the top, or an empty one. */
static Vec vec_at_top(lua_State *L) {
  return to_vec(L, -1) ? *to_vec(L, -1) : (Vec){0};
}

/* The matrix or the column at `index`. */
static Mat matrix_at(lua_State *L, int index) {
  const Mat *X = to_mat(L, index);
  const Vec *v = to_vec(L, index);
  return X ? *X : v ? mat_column(*v) : (Mat){0};
}

/* Pushes what test set k consists of. */
static Rows push_test(lua_State *L, size_t k) {
  const lua_Integer i = (lua_Integer)k + 1;
  Rows rows = {.weight = {0}};
  lua_rawgeti(L, FEATURES, i);
  rows.X = matrix_at(L, -1);
  lua_rawgeti(L, TARGETS, i);
  rows.y = vec_at_top(L);
  if (!lua_istable(L, WEIGHTS)) return rows;
  lua_rawgeti(L, WEIGHTS, i);
  rows.weight = vec_at_top(L);
  return rows;
}

static bool fits(const Rows *rows, bool weighed, size_t n) {
  return rows->X.cols == n && rows->y.n == rows->X.rows &&
         rows->weight.n == (weighed ? rows->y.n : 0) &&
         has_counts_only(rows->weight);
}

static bool read_tests(lua_State *L, Solver *s) {
  for (size_t k = 0; k < s->folds; k++) {
    Products *p = &s->tests[k];
    const Rows rows = push_test(L, k);
    if (!fits(&rows, lua_istable(L, WEIGHTS), p->n) ||
        !find_range(L, p, &rows) || !multiply(L, p, rows.X, &rows))
      return false;
    lua_settop(L, SOLVER);
  }
  return true;
}

static void clear(Products *p) {
  memset(p->G, 0, wide_gram_size(p->n) * sizeof *p->G);
  p->m = p->sets = 0;
  p->usable = true;
  forget_range(p);
}

static void add(Products *p, const Products *q) {
  p->m += q->m;
  p->sets += q->sets;
  wide_gram_add(p->G, q->G, p->n);
  widen(p, q->low, q->high);
}

/* A training part is the test sets before and those after its own: `sum` runs
 * over them from both ends. */
static void add_tests(Solver *s) {
  Products *sum = &s->tests[s->folds];
  clear(sum);
  for (size_t k = 0; k <= s->folds; k++) {
    clear(&s->others[k]);
    add(&s->others[k], sum);
    if (k < s->folds) add(sum, &s->tests[k]);
  }
  clear(sum);
  for (size_t k = s->folds; k-- > 0;) {
    add(&s->others[k], sum);
    add(sum, &s->tests[k]);
  }
}

static Solver *push_solver(lua_State *L, size_t folds, size_t n) {
  Solver *s = lua_newuserdatauv(L, sizeof *s, SOLVER_VALUES);
  *s = (Solver){.folds = folds};
  s->others = push_scratch(L, 2 * (folds + 1), sizeof *s->others);
  s->tests = s->others + folds + 1;
  lua_setiuservalue(L, -2, PRODUCTS);
  double *block =
    push_scratch(L, 2 * (folds + 1) * numbers_of(n, n), sizeof *block);
  lua_setiuservalue(L, -2, NUMBERS);
  lua_newtable(L);
  lua_setiuservalue(L, -2, COMPUTED);
  for (size_t k = 0; k < 2 * (folds + 1); k++)
    block = lay_out(&s->others[k], n, n, block);
  return s;
}

/* -- other features --------------------------------------------------------- */

/* Stack indices of l_solve. */
enum { FOLD = 1, MODEL, SAMPLE, TRAINING };

static size_t feature_count(const LuaModel *m, size_t inputs) {
  return features_count(&(Features){inputs, m->degree, NULL});
}

/* Pushes features of finite X; false if powers overflow. */
static bool push_filled(lua_State *L, Mat *out, const Features *map, Mat X) {
  *out = push_mat(L, X.rows, features_count(map));
  return is_done(L, features_fill(*out, map, X, &interrupted)) &&
         is_done(L, mat_check_finite(*out, &interrupted));
}

/* Learns the scale as train does. */
static bool learn_scale(lua_State *L, Scale *scale, Mat features, Vec weight) {
  bool usable =
    is_done(L, scale_fit_weighted(scale, features, weight, &interrupted));
  for (size_t j = 0; usable && j < features.cols; j++)
    usable = scale_usable(scale, j);
  return usable;
}

/* Pushes several values; user value 1 of what is at `entry` becomes the block of
 * the scale. */
static bool compute(lua_State *L, int entry, Products *p, const LuaModel *m,
                    const Rows *rows) {
  Features map = {p->inputs, m->degree, NULL};
  Mat features = rows->X;
  if (!find_range(L, p, rows) ||
      (m->degree > 1 && !push_filled(L, &features, &map, rows->X)))
    return false;
  if (m->scaling != NO_SCALING) {
    p->scale = push_scale(L, (ScaleKind)m->scaling, p->n);
    lua_setiuservalue(L, entry, 1);
    map.scale = &p->scale;
    if (!learn_scale(L, &p->scale, features, rows->weight) ||
        !push_filled(L, &features, &map, rows->X))
      return false;
  }
  return multiply(L, p, features, rows);
}

/* Pushes the training part of the fold, by the function at TRAINING. */
static Rows push_training_part(lua_State *L) {
  Rows rows = {.weight = {0}};
  lua_pushvalue(L, TRAINING);
  lua_pushvalue(L, FOLD);
  lua_call(L, 1, 3);
  rows.X = matrix_at(L, -3);
  if (lua_istable(L, -1)) {
    lua_getfield(L, -1, "weights");
    rows.weight = vec_at_top(L);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  rows.y = vec_at_top(L);
  return rows;
}

/* Pushes the products for the features of this model, computing them once. */
static Products *push_computed(lua_State *L, const LuaModel *m, size_t inputs) {
  lua_pushfstring(L, "%I %I %d", (LUAI_UACINT)lua_tointeger(L, FOLD),
                  (LUAI_UACINT)m->degree, m->scaling);
  lua_getiuservalue(L, lua_upvalueindex(2), COMPUTED);
  const int key = lua_gettop(L) - 1, table = key + 1, entry = table + 1;
  lua_pushvalue(L, key);
  if (lua_rawget(L, table) != LUA_TNIL) return lua_touserdata(L, -1);
  lua_pop(L, 1);
  const size_t n = feature_count(m, inputs);
  Products *p = lua_newuserdatauv(L, sizeof *p, 2);
  double *block = push_scratch(L, numbers_of(inputs, n), sizeof *block);
  lua_setiuservalue(L, entry, 2);
  lay_out(p, inputs, n, block);
  const Rows rows = push_training_part(L);
  p->usable =
    fits(&rows, rows.weight.n > 0, inputs) && compute(L, entry, p, m, &rows);
  lua_settop(L, entry);
  lua_pushvalue(L, key);
  lua_pushvalue(L, entry);
  lua_rawset(L, table);
  return p;
}

/* -- solving ---------------------------------------------------------------- */

/* Is train's solution for this model that of the columns of its features? Without
 * a penalty powers are computed more precisely. */
static bool is_wanted(const LuaModel *m, size_t inputs) {
  return !m->custom && m->core.kind == GLM_LINEAR && !m->theta &&
         (m->degree == 1 || m->core.lambda > 0) &&
         feature_count(m, inputs) <= WIDE_SOLVE_MOST;
}

/* Gives the model the solution, as push_training and exact_solve would; at
 * `entry` is what owns computed products. */
static void take(lua_State *L, int entry, LuaModel *m, const Products *p) {
  model_take_inputs(L, MODEL, p->inputs, 1);
  if (p->scale.mean.d) {
    lua_getiuservalue(L, entry, 1);
    lua_setiuservalue(L, MODEL, MODEL_SCALE);
    m->scale = p->scale;
  }
  model_learn_inputs(L, MODEL, SAMPLE, (Mat){0}, (Vec){0}, p->low, p->high);
  memcpy(m->theta, p->theta, (p->n + 1) * sizeof *p->theta);
}

/* (k, model, X, training) -> is the model trained for fold k, or, after the last
 * one, on all examples? X has the names of the columns; training(k) returns X, y
 * and data. Upvalue 2 is the solver; the first is where primitives have their
 * entry, for messages. */
static int l_solve(lua_State *L) {
  Solver *s = lua_touserdata(L, lua_upvalueindex(2));
  const size_t k = (size_t)luaL_checkinteger(L, FOLD) - 1;
  LuaModel *m = check_model(L, MODEL);
  const size_t inputs = s->others[k].n;
  lua_settop(L, TRAINING);
  check_interrupt(L);
  const bool plain = m->degree == 1 && m->scaling == NO_SCALING;
  bool solved = false;
  if (is_wanted(m, inputs) && (plain || k < s->folds)) {
    Products *p = plain ? &s->others[k] : push_computed(L, m, inputs);
    const int entry = lua_gettop(L);
    solved = solve(p, &m->core);
    if (solved) take(L, entry, m, p);
  }
  lua_pushboolean(L, solved);
  return 1;
}

/* (Xs, ys, weights) -> solve, or nil: then all models are for train. The lists
 * have the test sets of all folds, the largest first; weights may be nil. */
static int l_fold_solver(lua_State *L) {
  lua_settop(L, WEIGHTS);
  const size_t folds = lua_rawlen(L, FEATURES);
  if (folds < 2 || registry_recorder) return 0;
  const Mat X = push_test(L, 0).X;
  lua_settop(L, WEIGHTS);
  if (X.cols > WIDE_SOLVE_MOST ||
      !wide_solve_pays(X.rows * (folds - 1), X.cols) ||
      folds > PLENTY / 2 / numbers_of(X.cols, X.cols))
    return 0;
  Solver *s = push_solver(L, folds, X.cols);
  if (!read_tests(L, s)) return 0;
  add_tests(s);
  lua_pushnil(L);
  lua_insert(L, SOLVER);
  lua_pushcclosure(L, l_solve, 2);
  return 1;
}

static const luaL_Reg functions[] = {{"fold_solver", l_fold_solver},
                                     {NULL, NULL}};

void open_fold_solver(lua_State *L) {
  lib_context_add(L, "mlrepl.context", functions);
}
