/* usages.h - finds the usage of a function, such as "v:sum() -> number". */
#ifndef SESSION_ASSIST_USAGES_H
#define SESSION_ASSIST_USAGES_H

#include <stdbool.h>

#include <lua.h>

#include "lua/usage/usage.h"

/* Pushes the help entry, {name=, usage=, help=}, of the function, or of the table
 * that can be called; false if there is none. May raise. */
bool usages_push_entry(lua_State *L, int index);
/* The usage of the function, or of the table that can be called, of the program
 * or of Lua's library; NULL for other values. It remains valid. May raise. */
const char *usages_of(lua_State *L, int index);

/* Pushes the entry of the field or method "type:key"; false if there is none. */
bool usages_push_member(lua_State *L, UsageText type, const char *key);
/* The usage of the field or method "type:key"; NULL if there is none. */
const char *usages_of_member(lua_State *L, UsageText type, const char *key);

#endif
