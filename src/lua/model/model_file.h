/* model_file.h - what save, load and to_c share: the model as it is written. */
#ifndef LUA_MODEL_MODEL_FILE_H
#define LUA_MODEL_MODEL_FILE_H

#include <lua.h>

#include "lua/model/model.h"

/* How the JSON of a saved model begins. A reader of version 1 must not misread
 * a later file: what changes a field's meaning gets another number. */
#define KEPT_FORMAT "mlrepl model"
enum { KEPT_VERSION = 1 };

/* A field a linear model may have: what push_exact gives, as "hi" and "lo". */
#define KEPT_EXACT "exact"

/* Pushes a copy of the model at 1, which nobody can change meanwhile. Raises
 * for a custom one, one without weights or scale, and for weights that are not
 * finite. */
LuaModel *push_kept_model(lua_State *L);

#endif
