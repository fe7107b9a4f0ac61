/* match_names.h - new data against the column names seen in training. */
#ifndef LUA_ARRAY_MATCH_NAMES_H
#define LUA_ARRAY_MATCH_NAMES_H

#include <lua.h>

#include "core/linalg/mat.h"

/* X at `arg` with its columns in the order of the list of names at `names`: X
 * itself when it has no names or the same ones, else a copy, which replaces the
 * value at `arg`. Raises when the names are not the same. `owner`, "model" or
 * "scaler", is who knows the names. Anything but a list of strings at `names`
 * knows none. */
Mat match_names(lua_State *L, int names, int arg, Mat X, const char *owner);

#endif
