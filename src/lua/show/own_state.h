/* own_state.h - what a target keeps in the Lua state: a userdata with a table as
 * its user value 1. */
#ifndef LUA_SHOW_OWN_STATE_H
#define LUA_SHOW_OWN_STATE_H

#include <lua.h>

/* Pushes the userdata of that key; NULL (pushes nil) before own_state_new. */
void *own_state_push(lua_State *L, const char *key);

/* Pushes a new one, a copy of `initial` with that many user values. `collect` is
 * its __gc, which may be called before this returns. */
void *own_state_new(lua_State *L, const char *key, const void *initial,
                    size_t size, int values, lua_CFunction collect);

#endif
