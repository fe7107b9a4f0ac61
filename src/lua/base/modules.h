/* modules.h - the openers: a function open_x per file that enters names into Lua,
 * with its primitives and the metamethods of its types. The list is generated
 * from the sources (openers.awk): a new file has only to define its open_x. */
#ifndef LUA_BASE_MODULES_H
#define LUA_BASE_MODULES_H

#include <stdbool.h>

#include <lua.h>

#include "lua/base/openers.h"

/* Loads every primitive into L's globals and reads lib/mlrepl from `lib_dir`
 * (NULL: only what is in C). Raises what goes wrong. */
void modules_open(lua_State *L, const char *lib_dir);
/* Loads what has waited until now; registry_push_list does. */
void modules_open_late(lua_State *L);
/* Of that, what has functions of its own; false when all was there. */
bool modules_open_groups(lua_State *L);
/* Loads the modules that belong with `module`, if it is one of a group. */
void modules_open_group_of(lua_State *L, const char *module);

#endif
