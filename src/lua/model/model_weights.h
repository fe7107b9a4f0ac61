/* model_weights.h - giving a model weights, and taking them away. */
#ifndef LUA_MODEL_MODEL_WEIGHTS_H
#define LUA_MODEL_MODEL_WEIGHTS_H

#include <lua.h>

#include "lua/model/model.h"

/* What m.w = value and m.b = value do with the value on the top of the stack. */
void model_set_w(lua_State *L, int model);
void model_set_b(lua_State *L, int model);

/* Takes weights and scale away: what goes in has changed. A single b is kept. */
void model_forget(LuaModel *m);

/* The finite number at the top of the stack, or raises in the field's name. */
double model_finite_field(lua_State *L, const char *key);

/* Gives the model new weights, all 0; a single b is kept. */
void model_make_theta(lua_State *L, int model, size_t features, size_t classes);

#endif
