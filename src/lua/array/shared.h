/* shared.h - vectors and matrices that are this process's share of the rows of
 * whole data, of which the other processes of mpirun hold the rest.
 *
 * A table with weak keys maps them to the number of rows of the whole. Which
 * primitives take them is decided in lua/cluster/share_guard.c. */
#ifndef LUA_ARRAY_SHARED_H
#define LUA_ARRAY_SHARED_H

#include <stdbool.h>

#include <lua.h>

#include "core/parallel/share.h"

/* Whether the value is a share; then *share says which rows it has. */
bool shared_find(lua_State *L, int index, Share *share);

/* Marks the vector or matrix at the index as the share of this process. */
void shared_mark(lua_State *L, int index, size_t whole);

/* Raises that the running primitive needs all rows. */
int shared_refuse(lua_State *L, const Share *share);
/* The same, if the value is a share and other processes have rows of it, too:
 * for functions of native modules, which are not guarded. */
void shared_check_whole(lua_State *L, int index);

/* "rows 1 to 250000 of 1000000" or "none of 1000 rows", pushed. */
const char *shared_push_text(lua_State *L, const Share *share);

#endif
