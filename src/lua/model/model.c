/* model.c - the model userdata. Constructors are in model_new.c, fields in
 * model_fields.c, features in model_features.c, predictions and costs in
 * model_evaluate.c, m:equation in equation.c. */
#include "lua/model/model.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/model/glm.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"

LuaModel *check_model(lua_State *L, int arg) {
  LuaModel *m = luaL_testudata(L, arg, TYPE_MODEL);
  if (!m && lua_isfunction(L, arg))
    fail_arg_because(L, arg,
                     "model expected, got a function; a model is made "
                     "by a call such as model.linear()");
  if (!m) fail_arg(L, arg, "model");
  return m;
}

LuaModel *check_ready_model(lua_State *L, int arg) {
  LuaModel *m = check_model(L, arg);
  if (!m->theta)
    fail(L, "the model has no weights yet: train it, or set w (and b)");
  if (m->scaling != NO_SCALING && !m->scale.mean.d)
    fail(L, "the model has no scale yet (normalize=): train it first");
  return m;
}

void check_unchanged(lua_State *L, const LuaModel *m, size_t changes) {
  if (m->changes != changes)
    fail(L, "a finalizer (__gc) changed the length of the model's w");
}

const char *model_kind(const LuaModel *m) {
  if (m->custom) return "custom";
  switch (m->core.kind) {
  case GLM_LINEAR: return "linear";
  case GLM_LOGISTIC: return "logistic";
  case GLM_SOFTMAX: return "softmax";
  case GLM_POISSON: return "poisson";
  }
  return "";
}

Mat model_rows(const Glm *m, const double *theta) {
  return mat_of((double *)theta, m->classes, m->features + 1);
}

/* -- weights -------------------------------------------------------------- */

void push_weights(lua_State *L, const Glm *m, const double *theta) {
  Mat rows = model_rows(m, theta);
  rows.cols--;
  if (m->kind == GLM_SOFTMAX)
    mat_copy(push_mat(L, rows.rows, rows.cols), rows);
  else
    vec_copy(push_vec(L, rows.cols), mat_row(rows, 0));
}

void push_intercept(lua_State *L, const Glm *m, const double *theta) {
  Vec b = mat_col(model_rows(m, theta), m->features);
  if (m->kind == GLM_SOFTMAX)
    vec_copy(push_vec(L, b.n), b);
  else
    lua_pushnumber(L, b.d[0]);
}

/* -- construction --------------------------------------------------------- */

LuaModel *push_model(lua_State *L, GlmKind kind) {
  LuaModel *m = lua_newuserdatauv(L, sizeof *m, MODEL_VALUES);
  *m = (LuaModel){.core = {.kind = kind, .classes = 1, .intercept = true},
                  .threshold = 0.5,
                  .degree = 1,
                  .scaling = NO_SCALING};
  luaL_setmetatable(L, TYPE_MODEL);
  return m;
}
