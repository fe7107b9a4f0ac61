/* model_parts.c - saving and restoring models in a workspace: see parts.h.
 * m:save and model.load are for files that other programs can read. */
#include <math.h>
#include <stdbool.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/model/glm.h"
#include "core/model/poly.h"
#include "core/model/scale.h"
#include "lua/base/modules.h"
#include "lua/array/parts.h"
#include "lua/base/registry.h"
#include "lua/base/set_field.h"
#include "lua/model/model.h"
#include "lua/model/scaler.h"

/* Far more than fit in memory, so that sizes do not overflow. */
enum { MOST_INPUTS = 1 << 30 };

static const char *const functions[] = {"predict", "cost", "gradient", NULL};

/* -- saving --------------------------------------------------------------- */

static void set_boolean(lua_State *L, const char *key, bool x) {
  lua_pushboolean(L, x);
  lua_setfield(L, -2, key);
}

/* Sets the user value of the model at 1 as a part, unless it is outdated. */
static void set_value(lua_State *L, const char *key, int value, bool valid) {
  if (!valid) return;
  lua_getiuservalue(L, 1, value);
  lua_setfield(L, -2, key);
}

static void set_functions(lua_State *L) {
  if (lua_getiuservalue(L, 1, MODEL_FUNCTIONS) == LUA_TTABLE)
    for (int i = 0; functions[i]; i++) {
      lua_getfield(L, -1, functions[i]);
      lua_setfield(L, -3, functions[i]);
    }
  lua_pop(L, 1);
}

static int l_save(lua_State *L) {
  const LuaModel *m = check_model(L, 1);
  lua_settop(L, 1);
  lua_newtable(L);
  lua_pushstring(L, model_kind(m));
  lua_setfield(L, 2, "kind");
  lua_pushstring(L, m->scaling < 0 ? NULL : scale_kinds[m->scaling]);
  lua_setfield(L, 2, "normalize");
  set_boolean(L, "intercept", m->core.intercept);
  if (m->offset) set_boolean(L, "offset", true);
  set_number(L, "lambda", m->core.lambda);
  set_number(L, "threshold", m->threshold);
  set_number(L, "b", m->b);
  set_count(L, "degree", m->degree);
  set_count(L, "inputs", m->inputs);
  set_count(L, "classes", m->core.classes);
  set_value(L, "theta", MODEL_THETA, m->theta);
  set_value(L, "scale", MODEL_SCALE, m->theta && m->scale.mean.d);
  set_value(L, "range", MODEL_RANGE, m->theta && m->low);
  set_value(L, "exact", MODEL_EXACT, m->theta);
  set_value(L, "names", MODEL_NAMES, true);
  set_functions(L);
  return 1;
}

/* -- restoring ------------------------------------------------------------ */

enum { MODEL = 1, PARTS };

static void read_options(const Parts *p, LuaModel *m) {
  m->core.lambda = parts_number(p, "lambda");
  m->threshold = parts_number(p, "threshold");
  m->b = parts_number(p, "b");
  m->core.intercept = parts_boolean(p, "intercept");
  m->offset = parts_push(p, "offset") == LUA_TBOOLEAN;
  lua_pop(p->L, 1);
  m->degree = parts_count(p, "degree", POLY_MOST_DEGREE);
  m->inputs = parts_count(p, "inputs", MOST_INPUTS);
  m->core.classes = parts_count(p, "classes", GLM_MOST_CLASSES);
  m->scaling = parts_word(p, "normalize", scale_kinds);
  const bool one = m->core.kind != GLM_SOFTMAX;
  if (!(m->core.lambda >= 0 && isfinite(m->core.lambda)) ||
      !(m->threshold > 0 && m->threshold < 1) || !isfinite(m->b) ||
      m->degree < 1 || m->core.classes < 1 || (one && m->core.classes > 1))
    luaL_error(p->L, "model: an option is out of range");
}

static void read_theta(const Parts *p, LuaModel *m) {
  const size_t n = poly_count(m->inputs, m->degree, true);
  if (parts_push(p, "theta") == LUA_TNIL) return;
  if (!n || n > MOST_INPUTS ||
      (m->core.kind == GLM_SOFTMAX && m->core.classes < 2))
    luaL_error(p->L, "model: theta does not fit");
  double *theta = parts_push_numbers(p, "theta", m->core.classes * (n + 1));
  lua_setiuservalue(p->L, MODEL, MODEL_THETA);
  m->theta = theta;
  m->core.theta = theta;
  m->core.features = n;
  const Vec b = mat_col(model_rows(&m->core, theta), n);
  for (size_t k = 0; k < b.n && !m->core.intercept; k++)
    if (*vec_at(b, k) != 0) luaL_error(p->L, "model: b must be 0");
}

static void read_scale(const Parts *p, LuaModel *m) {
  const size_t n = m->core.features;
  double *d = parts_push_numbers(p, "scale", 4 * n);
  if (d && m->scaling == NO_SCALING)
    luaL_error(p->L, "model: no scale expected");
  if (d) m->scale = scaler_scale_of((ScaleKind)m->scaling, vec_of(d, 4 * n));
  for (size_t j = 0; d && j < n; j++)
    if (!scale_usable(&m->scale, j))
      luaL_error(p->L, "model: scale: not a scale");
  lua_setiuservalue(p->L, MODEL, MODEL_SCALE);
}

static void read_range(const Parts *p, LuaModel *m) {
  double *d = parts_push_numbers(p, "range", 2 * m->inputs);
  lua_setiuservalue(p->L, MODEL, MODEL_RANGE);
  m->low = d;
  m->high = d ? d + m->inputs : NULL;
}

static void read_functions(const Parts *p) {
  lua_State *L = p->L;
  lua_newtable(L);
  for (int i = 0; functions[i]; i++) {
    const int type = parts_push(p, functions[i]);
    if (type != LUA_TFUNCTION && (type != LUA_TNIL || i < 2))
      parts_fail(p, functions[i], "function");
    lua_setfield(L, -2, functions[i]);
  }
  lua_setiuservalue(L, MODEL, MODEL_FUNCTIONS);
}

/* The list may also be a variable of the user. */
static void read_names(const Parts *p) {
  parts_push_names(p, "names");
  lua_setiuservalue(p->L, MODEL, MODEL_NAMES);
}

/* Fills `m`, a copy: the model changes only if there is no error. */
static void read_model(const Parts *p, LuaModel *m) {
  static const char *const kinds[] = {"linear",  "logistic", "softmax",
                                      "poisson", "custom",   NULL};
  static const GlmKind values[] = {GLM_LINEAR, GLM_LOGISTIC, GLM_SOFTMAX,
                                   GLM_POISSON, GLM_LINEAR};
  const int kind = parts_word(p, "kind", kinds);
  if (kind < 0) luaL_error(p->L, "model: kind is missing");
  m->core.kind = values[kind];
  m->custom = !kinds[kind + 1];
  read_options(p, m);
  read_theta(p, m);
  if (m->theta) {
    read_scale(p, m);
    read_range(p, m);
    if (parts_push_numbers(p, "exact", 3 * model_size(&m->core)) &&
        m->core.kind != GLM_LINEAR)
      luaL_error(p->L, "model: exact: not expected");
    lua_setiuservalue(p->L, MODEL, MODEL_EXACT);
  }
  read_names(p);
  if (m->custom) read_functions(p);
}

static int l_load(lua_State *L) {
  if (lua_isnoneornil(L, MODEL)) {
    push_model(L, GLM_LINEAR);
    return 1;
  }
  LuaModel *m = check_model(L, MODEL);
  luaL_checktype(L, PARTS, LUA_TTABLE);
  lua_settop(L, PARTS);
  LuaModel filled = *m;
  read_model(&(Parts){L, PARTS, TYPE_MODEL}, &filled);
  filled.changes = m->changes + 1;
  *m = filled;
  return 0;
}

static const Meta metas[] = {
  {"__save", l_save, NULL}, {"__load", l_load, NULL}, {NULL, NULL, NULL}};

void open_model_parts(lua_State *L) {
  registry_metamethods(L, TYPE_MODEL, metas);
}
