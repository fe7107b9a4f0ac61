/* data_origin.h - what was found out about a file: the table d.origin. */
#ifndef LUA_DATA_DATA_ORIGIN_H
#define LUA_DATA_DATA_ORIGIN_H

#include <lua.h>

#include "lua/data/data_survey.h"

/* Pushes the table, as dataset/origin.lua describes it, for the columns in the
 * list at `wanted`. */
void push_origin(lua_State *L, const Source *s, int names, int wanted);

#endif
