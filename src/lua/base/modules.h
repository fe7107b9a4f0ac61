/* modules.h - the openers: one function open_x per file, which registers its
 * primitives and metamethods. The list is generated from the sources by
 * openers.awk, so a new file only has to define its open_x. */
#ifndef LUA_BASE_MODULES_H
#define LUA_BASE_MODULES_H

#include <stdbool.h>

#include <lua.h>

#include "lua/base/openers.h"

/* Registers every primitive and loads lib/mlrepl from `lib_dir`
 * (NULL: only the C primitives). Raises on failure. */
void modules_open(lua_State *L, const char *lib_dir);
/* The same, but leaves the functions of Lua's own libraries as they are. */
void modules_open_apart(lua_State *L, const char *lib_dir);
/* Loads all modules not yet loaded; called by registry_push_list. */
void modules_open_late(lua_State *L);
/* Loads the modules that add functions; returns false if all were loaded
 * already. */
bool modules_open_groups(lua_State *L);
/* Do modules add names to the global table `table`? */
bool modules_is_group(const char *table);
/* Loads the group that `module` belongs to, if any. */
void modules_open_group_of(lua_State *L, const char *module);

#endif
