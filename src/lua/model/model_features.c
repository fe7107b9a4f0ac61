/* model_features.c - from raw columns to features: degree, normalize, the
 * names of both, and the training range. */
#include "lua/model/model_features.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "core/double_double.h"
#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/model/features.h"
#include "core/model/poly.h"
#include "core/model/scale.h"
#include "core/status.h"
#include "lua/array/column_names.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/values.h"
#include "lua/base/warn.h"
#include "lua/model/model.h"
#include "lua/model/model_weights.h"
#include "lua/model/polyfeatures.h"
#include "lua/model/scaler.h"
#include "sys/interrupt.h"

/* Are the features the raw columns? */
static bool is_plain(const LuaModel *m) {
  return m->degree == 1 && m->scaling == NO_SCALING;
}

static Features map_of(const LuaModel *m, bool scaled) {
  return (Features){m->inputs, m->degree, scaled ? &m->scale : NULL};
}

/* -- inputs --------------------------------------------------------------- */

static void check_inputs(lua_State *L, const LuaModel *m, size_t n) {
  if (m->inputs != n)
    fail(L, "X has %I column%s, but the model takes %I", (LUAI_UACINT)n,
         n == 1 ? "" : "s", (LUAI_UACINT)m->inputs);
}

void model_take_inputs(lua_State *L, int model, size_t n, size_t classes) {
  LuaModel *m = lua_touserdata(L, model);
  if (!n) fail(L, "X has no columns");
  if (m->theta) check_inputs(L, m, n);
  if (m->theta && m->core.classes == classes) return;
  size_t count = poly_count(n, m->degree, true);
  check_term_count(L, count, n, m->degree);
  model_make_theta(L, model, count, classes);
  m->inputs = n;
}

/* Powers of finite numbers may overflow; so may a number that is far from those
 * of the scale, which an example of weight 0 may have. */
static void fill(lua_State *L, Mat out, const Features *map, Mat X) {
  check_status(L, features_fill(out, map, X, &interrupted), "X");
  if (map->degree == 1 && !map->scale) return;
  const Status s = mat_check_finite(out, &interrupted);
  if (s.code == STATUS_NONFINITE) {
    check_status(L, mat_check_finite(X, &interrupted), "X");
    fail(
      L,
      map->degree > 1
        ? "the powers of example %I overflow; use a smaller degree or change "
          "the units of X"
        : "example %I overflows when it is scaled: it is too far from the "
          "others; drop it or change the units of X",
      (LUAI_UACINT)s.i + 1);
  }
  check_status(L, s, "X");
}

/* One block: the minimum of every column, then the maximum. */
static void keep_range(lua_State *L, int model, const double *low,
                       const double *high) {
  LuaModel *m = lua_touserdata(L, model);
  const size_t n = m->inputs, changes = m->changes;
  Vec range = push_vec(L, 2 * n);
  check_unchanged(L, m, changes);
  for (size_t j = 0; j < n; j++) {
    range.d[j] = low[j];
    range.d[n + j] = high[j];
  }
  lua_setiuservalue(L, model, MODEL_RANGE);
  m->low = range.d;
  m->high = range.d + n;
}

static void keep_scale(lua_State *L, int model, int arg, Mat X, Vec weight) {
  LuaModel *m = lua_touserdata(L, model);
  Features map = map_of(m, false);
  Mat features = X;
  const size_t changes = m->changes;
  if (m->degree > 1) {
    features = push_mat(L, X.rows, m->core.features);
    check_unchanged(L, m, changes);
    fill(L, features, &map, X);
  }
  Scale scale = push_scale(L, (ScaleKind)m->scaling, m->core.features);
  scaler_learn(L, arg, &scale, features, weight);
  check_unchanged(L, m, changes);
  lua_setiuservalue(L, model, MODEL_SCALE);
  m->scale = scale;
  if (m->degree > 1) lua_pop(L, 1);
}

void model_learn_inputs(lua_State *L, int model, int arg, Mat X, Vec weight,
                        const double *low, const double *high) {
  LuaModel *m = lua_touserdata(L, model);
  if (m->scaling != NO_SCALING && !m->scale.mean.d)
    keep_scale(L, model, arg, X, weight);
  keep_range(L, model, low, high);
  if (lua_getiuservalue(L, model, MODEL_NAMES) == LUA_TNIL &&
      push_feature_names(L, arg)) {
    lua_pushvalue(L, -1);
    lua_setiuservalue(L, model, MODEL_NAMES);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

Mat push_features(lua_State *L, int model, int arg, Mat X) {
  LuaModel *m = check_ready_model(L, model);
  check_inputs(L, m, X.cols);
  if (is_plain(m)) {
    lua_pushvalue(L, arg);
    return X;
  }
  Features map = map_of(m, m->scaling != NO_SCALING);
  const size_t changes = m->changes;
  Mat out = push_mat(L, X.rows, m->core.features);
  check_unchanged(L, m, changes);
  fill(L, out, &map, X);
  return out;
}

Mat push_unscaled_features(lua_State *L, int model, int arg) {
  LuaModel *m = check_ready_model(L, model);
  Mat X = check_features(L, arg);
  check_inputs(L, m, X.cols);
  Features map = map_of(m, false);
  const size_t changes = m->changes;
  Mat out = push_mat(L, X.rows, m->core.features);
  check_unchanged(L, m, changes);
  fill(L, out, &map, X);
  return out;
}

/* -- the exact solution --------------------------------------------------- */

/* One block: theta, followed by as many double-doubles. */
void model_keep_exact(lua_State *L, int model, Vec theta,
                      const DoubleDouble *raw) {
  double *block = push_vec(L, 3 * theta.n).d;
  memcpy(block, theta.d, theta.n * sizeof *block);
  memcpy(block + theta.n, raw, theta.n * sizeof *raw);
  lua_setiuservalue(L, model, MODEL_EXACT);
}

const DoubleDouble *push_exact(lua_State *L, int model, Vec theta) {
  lua_getiuservalue(L, model, MODEL_EXACT);
  const Vec *block = to_vec(L, -1);
  if (!block || block->n != 3 * theta.n) return NULL;
  if (memcmp(block->d, theta.d, theta.n * sizeof *theta.d) != 0) return NULL;
  return (const DoubleDouble *)(const void *)(block->d + theta.n);
}

void check_powers(lua_State *L, int model, Status s) {
  if (s.code == STATUS_RANGE && s.i == 0)
    fail(L,
         "the powers of %s overflow; use a smaller degree or change its units",
         push_input_name(L, model, s.j));
  if (s.code == STATUS_RANGE)
    fail(L, "a weight or its standard error overflows; use a smaller degree or "
            "change the units of X");
  check_status(L, s, "X");
}

Vec push_original(lua_State *L, int model) {
  LuaModel *m = lua_touserdata(L, model);
  Features map = map_of(m, m->scaling != NO_SCALING);
  const size_t p = m->core.features + 1, changes = m->changes;
  Vec raw = push_vec(L, m->core.classes * p);
  check_unchanged(L, m, changes);
  const DoubleDouble *exact = push_exact(L, model, vec_of(m->theta, raw.n));
  for (size_t j = 0; exact && j < p; j++) raw.d[j] = dd_round(exact[j]);
  lua_pop(L, 1);
  if (exact) return raw;
  for (size_t k = 0; k < m->core.classes; k++)
    features_original(raw.d + k * p, &map, m->theta + k * p);
  return raw;
}

/* -- values far outside the training range -------------------------------- */

/* Warn beyond this many widths of the training range. */
static const double FAR = 20;

static double distance(double x, double low, double high) {
  return x > high ? x - high : low - x;
}

static void say_far(lua_State *L, int model, double x, size_t j) {
  LuaModel *m = lua_touserdata(L, model);
  const double low = m->low[j], high = m->high[j];
  const double end = x > high ? high : low;
  char text[240], times[80] = "";
  if (x / end > 1) snprintf(times, sizeof times, "%.3g times ", x / end);
  snprintf(text, sizeof text,
           "predict: %s is %g, %sthe %s in the training data (%g); check its "
           "units",
           push_input_name(L, model, j), x, times,
           x > high ? "maximum" : "minimum", end);
  warn(L, text);
  lua_pop(L, 1);
}

void model_watch_range(lua_State *L, int model, Mat X) {
  LuaModel *m = lua_touserdata(L, model);
  if (m->warned || !m->low) return;
  for (size_t i = 0; i < X.rows; i++) {
    check_interrupt_at(L, i);
    for (size_t j = 0; j < X.cols; j++) {
      const double x = *mat_at(X, i, j), low = m->low[j], high = m->high[j];
      if (distance(x, low, high) <= FAR * (high - low) || high == low) continue;
      m->warned = true;
      say_far(L, model, x, j);
      return;
    }
  }
}

/* -- names ---------------------------------------------------------------- */

const char *push_input_name(lua_State *L, int model, size_t j) {
  LuaModel *m = lua_touserdata(L, model);
  if (lua_getiuservalue(L, model, MODEL_NAMES) == LUA_TTABLE) {
    lua_geti(L, -1, (lua_Integer)j + 1);
    lua_remove(L, -2);
    if (lua_type(L, -1) == LUA_TSTRING) return lua_tostring(L, -1);
  }
  lua_pop(L, 1);
  if (m->inputs == 1) return lua_pushliteral(L, "x");
  return lua_pushfstring(L, "x%I", (LUAI_UACINT)j);
}

void push_weight_names(lua_State *L, int model) {
  LuaModel *m = lua_touserdata(L, model);
  lua_newtable(L);
  for (size_t j = 0; j < m->inputs; j++) {
    push_input_name(L, model, j);
    lua_rawseti(L, -2, (lua_Integer)j + 1);
  }
  if (m->degree == 1) return;
  push_term_names(L, lua_gettop(L), m->inputs, m->degree, true, false);
  lua_remove(L, -2);
}
