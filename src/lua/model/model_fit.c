/* model_fit.c - examples and targets, checked against a model. */
#include "lua/model/model_fit.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/linalg/vec_reduce.h"
#include "core/model/glm.h"
#include "core/status.h"
#include "lua/array/match_names.h"
#include "lua/array/shared.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/values.h"
#include "lua/model/model.h"
#include "lua/model/model_features.h"
#include "lua/model/shared_rows.h"
#include "sys/interrupt.h"

/* -- input data ----------------------------------------------------------- */

/* Replaces a number or a table of numbers at `arg` by a vector, a table of rows
 * by a matrix. */
static void as_numbers(lua_State *L, int arg) {
  if (lua_type(L, arg) == LUA_TNUMBER) {
    double number = lua_tonumber(L, arg);
    push_vec(L, 1).d[0] = number;
    lua_replace(L, arg);
  } else if (is_plain_table(L, arg))
    check_numbers(L, arg);
}

/* X at `arg` with its columns in the model's order, matched by name. */
static Mat arrange(lua_State *L, int model, int arg, Mat X) {
  lua_getiuservalue(L, model, MODEL_NAMES);
  X = match_names(L, lua_gettop(L), arg, X, "model");
  lua_pop(L, 1);
  return X;
}

/* Takes the current weights and keeps their block alive: a user's finalizer may
 * replace them at any time. */
static void take_weights(ModelFit *fit) {
  lua_State *L = fit->L;
  lua_getiuservalue(L, fit->model, MODEL_THETA);
  fit->core = fit->m->core;
  fit->theta = fit->m->theta;
  fit->changes = fit->m->changes;
  if (!fit->theta || fit->core.features != fit->X.cols)
    fail(L, "the length of the model's w has changed");
}

/* Pushes the features of X at `arg`, and the weights. */
static ModelFit push_parts(lua_State *L, int model, int arg, Mat X) {
  ModelFit fit = {.L = L, .m = lua_touserdata(L, model), .model = model};
  fit.raw = X;
  fit.degree = fit.m->degree;
  fit.X = push_features(L, model, arg, X);
  if (fit.m->custom && !to_mat(L, -1)) push_mat_view(L, -1, fit.X);
  fit.at_X = lua_gettop(L);
  take_weights(&fit);
  return fit;
}

/* -- offsets -------------------------------------------------------------- */

/* Pushes a copy of option offset: one number per example, or one for all. The
 * first example is number `first` of the whole, from 0. */
static Vec push_offset(lua_State *L, const LuaModel *m, int options,
                       size_t rows, size_t first, bool needed) {
  if (!options) return (Vec){0};
  const int type = option_push(L, options, "offset");
  if (type == LUA_TNIL && needed)
    fail(L, "the model was trained with offset=: pass the offset of these "
            "examples, too, or offset=0");
  if (type == LUA_TNIL) return (Vec){0};
  if (m->custom || m->core.kind != GLM_POISSON)
    fail(L, "option offset applies only to poisson models, got a %s model",
         model_kind(m));
  if (type != LUA_TNUMBER && !to_vec(L, -1) && !is_plain_table(L, -1))
    fail_option(L, "offset", "number, or vector with one number per example,");
  as_numbers(L, lua_gettop(L));
  const Vec given = check_numbers(L, lua_gettop(L));
  if (given.n != rows && type != LUA_TNUMBER)
    fail(L, "option offset has %I number%s, but X has %I example%s",
         (LUAI_UACINT)given.n, given.n == 1 ? "" : "s", (LUAI_UACINT)rows,
         rows == 1 ? "" : "s");
  Vec offset = push_vec(L, rows);
  vec_copy(offset, given.n == rows ? given : (Vec){given.d, rows, 0});
  const size_t bad = vec_nonfinite(offset);
  if (bad < rows)
    fail(L,
         "option offset: element %I is %f; take the log of exposures above 0",
         (LUAI_UACINT)(first + bad) + 1, to_printable(offset.d[bad]));
  return offset;
}

ModelFit push_examples(lua_State *L, int model, int arg, int options,
                       bool *single) {
  LuaModel *m = check_ready_model(L, model);
  const size_t n = m->inputs;
  *single = lua_type(L, arg) == LUA_TNUMBER;
  as_numbers(L, arg);
  Vec *v = to_vec(L, arg);
  if (v && n > 1 && v->n != n)
    fail_arg_because(L, arg, "%I number%s, but the model has %I features",
                     (LUAI_UACINT)v->n, v->n == 1 ? "" : "s", (LUAI_UACINT)n);
  if (v && n > 1) {
    *single = true;
    Vec given = *v;
    vec_copy(mat_row(push_mat(L, 1, n), 0), given);
    lua_replace(L, arg);
  }
  Mat X = arrange(L, model, arg, check_features(L, arg));
  const Vec offset = push_offset(L, m, options, X.rows, 0, m->offset);
  ModelFit fit = push_parts(L, model, arg, X);
  fit.offset = offset;
  model_watch_range(L, model, X);
  return fit;
}

static void check_rows_and_targets(lua_State *L, Mat X, Vec y) {
  if (X.rows != y.n)
    fail(L, "X has %I example%s, but y has %I target%s", (LUAI_UACINT)X.rows,
         X.rows == 1 ? "" : "s", (LUAI_UACINT)y.n, y.n == 1 ? "" : "s");
}

/* -- weights of examples -------------------------------------------------- */

static void check_weight(lua_State *L, double weight, size_t i) {
  if (weight >= 0 && isfinite(weight)) return;
  fail(L,
       "option weights: element %I is %f; a weight says how often an example "
       "counts and must be 0 or more",
       (LUAI_UACINT)i + 1, to_printable(weight));
}

/* Pushes a copy of option weights, which user code cannot change later. The sum
 * of a share, unless that is NULL, is checked with those of the others. */
static Vec push_example_weights(lua_State *L, const LuaModel *m, int options,
                                size_t rows, const Share *share) {
  const size_t first = share ? share->first : 0;
  if (!options || option_push(L, options, "weights") == LUA_TNIL)
    return (Vec){0};
  if (!to_vec(L, -1) && !is_plain_table(L, -1))
    fail_option(L, "weights", "vector with one number per example");
  if (m->custom)
    fail(L, "option weights cannot be used with a custom model, whose cost is "
            "your own function of X and y: multiply by the weights there");
  const Vec given = check_numbers(L, lua_gettop(L));
  if (given.n != rows)
    fail(L, "option weights has %I number%s, but X has %I example%s",
         (LUAI_UACINT)given.n, given.n == 1 ? "" : "s", (LUAI_UACINT)rows,
         rows == 1 ? "" : "s");
  Vec weight = push_vec(L, rows);
  vec_copy(weight, given);
  for (size_t i = 0; i < rows; i++) check_weight(L, weight.d[i], first + i);
  if (share) return weight;
  const double total = vec_sum(weight, NULL);
  if (rows && !(total > 0))
    fail(L, "option weights: all are 0, so no example counts");
  if (!isfinite(total)) fail(L, "option weights: their sum overflows");
  return weight;
}

static bool is_counted(Vec weight, size_t i) {
  return !weight.n || weight.d[i] > 0;
}

typedef struct Data {
  Mat X;
  Vec y, weight, offset;
  size_t classes;
  double total; /* Σ weight, or the number of examples */
  bool shared;
  Share share; /* if X and y are shared */
} Data;

/* The largest target. */
static double most_of(lua_State *L, const Data *d) {
  double most = 2;
  if (d->shared) {
    const Scale of_y =
      push_shared_moments(L, &d->share, mat_column(d->y), d->weight, d->total);
    most = fmax(most, *of_y.max.d);
    lua_pop(L, 1);
    return most;
  }
  for (size_t i = 0; i < d->y.n; i++)
    if (is_counted(d->weight, i)) most = fmax(most, *vec_at(d->y, i));
  return most;
}

/* The number of classes: the largest class number in y. */
static size_t classes_in(lua_State *L, const Data *d) {
  const double most = most_of(L, d);
  if (most > GLM_MOST_CLASSES)
    fail(L,
         "y contains class number %f; a softmax model has at most %I classes",
         most, (LUAI_UACINT)GLM_MOST_CLASSES);
  return (size_t)most;
}

/* What was found in the rows, by the first process that shares them. */
static Status agree(lua_State *L, const Data *d, Status s) {
  return d->shared ? shared_rows_agree(L, &d->share, s, 0) : s;
}

static uint64_t digest_of(const Glm *model, const Data *d) {
  const double parts[] = {(double)model->kind, (double)d->X.cols,
                          (double)model->classes, model->intercept,
                          model->lambda};
  return share_digest(parts, sizeof parts / sizeof *parts);
}

/* Checks y for that kind of model; a share may be empty. */
static void check_targets_for(lua_State *L, const Glm *model, const Data *d) {
  const Examples e = {
    .X = d->X, .y = d->y, .weight = d->weight, .total = d->total};
  Status s = glm_check_targets(model, e);
  if (d->shared && s.code == STATUS_EMPTY && d->share.whole) s = status_ok();
  if (d->shared) s = shared_rows_agree(L, &d->share, s, digest_of(model, d));
  if (s.code == STATUS_LABEL && model->kind == GLM_POISSON)
    fail(L, "y[%I] is %f; poisson targets are counts, 0 or more",
         (LUAI_UACINT)s.i + 1, s.value);
  check_status(L, s, "y");
}

static void find_total(lua_State *L, Data *d) {
  d->total = d->shared ? shared_rows_total(L, &d->share, d->weight)
                       : examples_weighted(d->X, d->y, d->weight).total;
}

/* Checks X and y at two arguments. The targets of custom models may be any
 * numbers, as for linear models. Pushes the weights, if there are any. */
static Data check_data(lua_State *L, int model, int arg_X, int arg_y,
                       int options, bool needs_offset) {
  const LuaModel *m = lua_touserdata(L, model);
  if (is_plain_table(L, arg_X)) check_numbers(L, arg_X);
  Data d = {.X = check_features(L, arg_X), .classes = m->core.classes};
  d.shared = shared_find(L, arg_X, &d.share);
  if (d.shared && m->custom)
    fail(L, "the cost of a custom model is your own function of X and y, which "
            "cannot be computed from shared rows");
  d.y = check_numbers(L, arg_y);
  check_rows_and_targets(L, d.X, d.y);
  d.weight =
    push_example_weights(L, m, options, d.X.rows, d.shared ? &d.share : NULL);
  d.offset = push_offset(L, m, options, d.X.rows, d.shared ? d.share.first : 0,
                         needs_offset);
  find_total(L, &d);
  Glm checked = m->core;
  if (m->core.kind == GLM_SOFTMAX && d.classes == 1) {
    checked.kind = GLM_LINEAR;
    if (d.shared) check_targets_for(L, &checked, &d);
    checked.kind = GLM_SOFTMAX;
    d.classes = classes_in(L, &d);
  }
  checked.classes = d.classes;
  check_targets_for(L, &checked, &d);
  d.X = arrange(L, model, arg_X, d.X);
  return d;
}

/* Cuts the examples into blocks, with memory for their sums. */
static void push_blocks(ModelFit *fit) {
  if (fit->m->custom) return;
  fit->blocks = fit->shared
                  ? shared_rows_blocks(fit->L, &fit->share, fit->X.cols)
                  : blocks_cut(fit->X.rows, fit->X.cols);
  fit->blocks.room = glm_cost_scratch(&fit->blocks, &fit->core);
  fit->blocks.scratch =
    push_scratch(fit->L, fit->blocks.room, sizeof *fit->blocks.scratch);
}

static ModelFit push_parts_with(lua_State *L, int model, int arg_X, int arg_y,
                                const Data *d) {
  ModelFit fit = push_parts(L, model, arg_X, d->X);
  fit.y = d->y;
  fit.at_y = arg_y;
  fit.weight = d->weight;
  fit.offset = d->offset;
  fit.total = d->total;
  fit.shared = d->shared;
  fit.share = d->share;
  push_blocks(&fit);
  return fit;
}

ModelFit push_fit(lua_State *L, int model, int arg_X, int arg_y, int options) {
  const LuaModel *m = check_ready_model(L, model);
  const Data d = check_data(L, model, arg_X, arg_y, options, m->offset);
  check_status(L, agree(L, &d, mat_check_finite(d.X, &interrupted)), "X");
  return push_parts_with(L, model, arg_X, arg_y, &d);
}

/* The range of each column; examples of weight 0 must be finite, too. */
static void find_range(lua_State *L, double *low, double *high, const Data *d) {
  const size_t n = d->X.cols;
  check_status(L, agree(L, d, mat_range(low, high, d->X, &interrupted)), "X");
  if (d->shared) {
    const Scale of_X =
      push_shared_moments(L, &d->share, d->X, d->weight, d->total);
    vec_copy(vec_of(low, n), of_X.min);
    vec_copy(vec_of(high, n), of_X.max);
    lua_pop(L, 1);
    return;
  }
  if (!d->weight.n) return;
  for (size_t j = 0; j < n; j++) {
    low[j] = INFINITY;
    high[j] = -INFINITY;
  }
  for (size_t i = 0; i < d->X.rows; i++) {
    if (!is_counted(d->weight, i)) continue;
    for (size_t j = 0; j < n; j++) {
      low[j] = lower(*mat_at(d->X, i, j), low[j]);
      high[j] = higher(*mat_at(d->X, i, j), high[j]);
    }
  }
}

ModelFit push_training(lua_State *L, int model, int arg_X, int arg_y,
                       int options) {
  LuaModel *m = check_model(L, model);
  const Data d = check_data(L, model, arg_X, arg_y, options, false);
  const size_t n = d.X.cols;
  double *low = push_scratch(L, 2 * n, sizeof *low), *high = low + n;
  find_range(L, low, high, &d);
  model_take_inputs(L, model, n, d.classes);
  model_learn_inputs(L, model, arg_X, d.X, d.weight, low, high);
  m->offset = d.offset.n > 0;
  return push_parts_with(L, model, arg_X, arg_y, &d);
}

Examples model_fit_examples(const ModelFit *fit) {
  return (Examples){fit->X,      fit->y,     fit->weight,
                    fit->offset, fit->total, fit->blocks};
}

double model_fit_mean(const ModelFit *fit, Vec v) {
  if (fit->shared)
    return shared_rows_sum(fit->L, &fit->share, v, fit->weight) / fit->total;
  if (!fit->weight.n) return vec_mean(v, &interrupted);
  double sum = 0;
  for (size_t i = 0; i < v.n; i++)
    if (is_counted(fit->weight, i)) sum += fit->weight.d[i] * *vec_at(v, i);
  return sum / fit->total;
}
