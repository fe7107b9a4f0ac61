/* model_file.h - shared by save, load and to_c. */
#ifndef LUA_MODEL_MODEL_FILE_H
#define LUA_MODEL_MODEL_FILE_H

#include <lua.h>

#include "lua/model/model.h"

/* The first two fields of a saved model. A change in the meaning of a field
 * needs a new version, so that old readers reject the file. */
#define KEPT_FORMAT "mlrepl model"
enum { KEPT_VERSION = 1 };

/* Optional field of a linear model: the numbers of push_exact, split into "hi"
 * and "lo". */
#define KEPT_EXACT "exact"

/* Pushes a private copy of the model at 1. Raises if it is a custom model, has
 * no weights or scale, or has weights that are not finite. */
LuaModel *push_kept_model(lua_State *L);

#endif
