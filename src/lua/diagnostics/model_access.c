/* model_access.c - what explain and resample need to know about a model: a
 * copy, its features and their names. */
#include <stdbool.h>

#include <lua.h>

#include "core/linalg/mat.h"
#include "lua/array/shared.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/values.h"
#include "lua/model/model.h"
#include "lua/model/model_features.h"
#include "lua/model/model_fit.h"
#include "lua/model/model_new.h"

/* context.model_copy(m): refits of a copy leave m alone. */
static int l_model_copy(lua_State *L) {
  check_model(L, 1);
  push_model_copy(L, 1);
  return 1;
}

/* context.model_features(m, X): the features that w weights and the columns of
 * X in the model's order, as matrices, and whether X is a single example. */
static int l_model_features(lua_State *L) {
  bool single;
  lua_settop(L, 2);
  shared_check_whole(L, 2);
  const ModelFit fit = push_examples(L, 1, 2, 0, &single);
  push_mat_view(L, fit.at_X, fit.X);
  mat_copy(push_mat(L, fit.raw.rows, fit.raw.cols), fit.raw);
  lua_pushboolean(L, single);
  return 3;
}

/* context.model_names(m): the names of the columns, and of the weights. */
static int l_model_names(lua_State *L) {
  lua_settop(L, 1);
  const LuaModel *m = check_ready_model(L, 1);
  const size_t n = m->inputs;
  lua_newtable(L);
  for (size_t j = 0; j < n; j++) {
    push_input_name(L, 1, j);
    lua_rawseti(L, 2, (lua_Integer)j + 1);
  }
  push_weight_names(L, 1);
  return 2;
}

static const luaL_Reg functions[] = {{"model_copy", l_model_copy},
                                     {"model_features", l_model_features},
                                     {"model_names", l_model_names},
                                     {NULL, NULL}};

void open_model_access(lua_State *L) {
  lib_context_add(L, "mlrepl.context", functions);
}
