/* model_weights.h - setting and discarding the weights of a model. */
#ifndef LUA_MODEL_MODEL_WEIGHTS_H
#define LUA_MODEL_MODEL_WEIGHTS_H

#include <lua.h>

#include "lua/model/model.h"

/* m.w = value and m.b = value, with the value at the top of the stack. */
void model_set_w(lua_State *L, int model);
void model_set_b(lua_State *L, int model);

/* Discards weights and scale, after a change of the features. A single b is
 * kept. */
void model_forget(LuaModel *m);

/* Returns the number at the top of the stack; raises, naming the field `key`,
 * if it is not finite. */
double model_finite_field(lua_State *L, const char *key);

/* Gives the model new weights, all 0. A single b is kept. */
void model_make_theta(lua_State *L, int model, size_t features, size_t classes);

#endif
