/* model_new.h - copies of models. */
#ifndef LUA_MODEL_MODEL_NEW_H
#define LUA_MODEL_MODEL_NEW_H

#include <lua.h>

#include "lua/model/model.h"

/* Pushes a model with the same options, scale, names and functions, and a copy
 * of the weights. */
LuaModel *push_model_copy(lua_State *L, int model);

#endif
