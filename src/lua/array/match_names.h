/* match_names.h - matching new data to the column names seen in training. */
#ifndef LUA_ARRAY_MATCH_NAMES_H
#define LUA_ARRAY_MATCH_NAMES_H

#include <lua.h>

#include "core/linalg/mat.h"

/* Returns X at `arg` with its columns in the order of the names at `names`: X
 * itself if it has no names or the same ones, otherwise a copy, which replaces
 * the value at `arg`. Raises if the sets of names differ. `owner` ("model" or
 * "scaler") is used in messages. If `names` is not a list of strings, X is
 * returned as it is. */
Mat match_names(lua_State *L, int names, int arg, Mat X, const char *owner);

#endif
