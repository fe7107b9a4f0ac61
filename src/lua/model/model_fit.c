/* model_fit.c - examples and targets, checked against a model. */
#include "lua/model/model_fit.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/model/glm.h"
#include "core/status.h"
#include "lua/array/match_names.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/values.h"
#include "lua/model/model.h"
#include "lua/model/model_features.h"
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

ModelFit push_examples(lua_State *L, int model, int arg, bool *single) {
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
  ModelFit fit = push_parts(L, model, arg, X);
  model_watch_range(L, model, X);
  return fit;
}

static void check_rows_and_targets(lua_State *L, Mat X, Vec y) {
  if (X.rows != y.n)
    fail(L, "X has %I example%s, but y has %I target%s", (LUAI_UACINT)X.rows,
         X.rows == 1 ? "" : "s", (LUAI_UACINT)y.n, y.n == 1 ? "" : "s");
}

/* The number of classes: the largest class number in y. */
static size_t classes_in(lua_State *L, Vec y) {
  double most = 2;
  for (size_t i = 0; i < y.n; i++) most = fmax(most, *vec_at(y, i));
  if (most > GLM_MOST_CLASSES)
    fail(L,
         "y contains class number %f; a softmax model has at most %I classes",
         most, (LUAI_UACINT)GLM_MOST_CLASSES);
  return (size_t)most;
}

/* Checks X and y at two arguments. The targets of custom models may be any
 * numbers, as for linear models. */
static Mat check_data(lua_State *L, const LuaModel *m, int arg_X, int arg_y,
                      Vec *y, size_t *classes) {
  if (is_plain_table(L, arg_X)) check_numbers(L, arg_X);
  Mat X = check_features(L, arg_X);
  *y = check_numbers(L, arg_y);
  check_rows_and_targets(L, X, *y);
  *classes = m->core.classes;
  if (m->core.kind == GLM_SOFTMAX && *classes == 1)
    *classes = classes_in(L, *y);
  Glm checked = m->core;
  checked.classes = *classes;
  check_status(L, glm_check_targets(&checked, X, *y), "y");
  return X;
}

ModelFit push_fit(lua_State *L, int model, int arg_X, int arg_y) {
  Vec y;
  size_t classes;
  LuaModel *m = check_ready_model(L, model);
  Mat X = check_data(L, m, arg_X, arg_y, &y, &classes);
  X = arrange(L, model, arg_X, X);
  check_status(L, mat_check_finite(X, &interrupted), "X");
  ModelFit fit = push_parts(L, model, arg_X, X);
  fit.y = y;
  fit.at_y = arg_y;
  return fit;
}

ModelFit push_training(lua_State *L, int model, int arg_X, int arg_y) {
  Vec y;
  size_t classes;
  LuaModel *m = check_model(L, model);
  Mat X = check_data(L, m, arg_X, arg_y, &y, &classes);
  X = arrange(L, model, arg_X, X);
  double *low = push_scratch(L, 2 * X.cols, sizeof *low), *high = low + X.cols;
  check_status(L, mat_range(low, high, X, &interrupted), "X");
  model_take_inputs(L, model, X.cols, classes);
  model_learn_inputs(L, model, arg_X, X, low, high);
  ModelFit fit = push_parts(L, model, arg_X, X);
  fit.y = y;
  fit.at_y = arg_y;
  return fit;
}
