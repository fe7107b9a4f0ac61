/* inspect_builtin.h - formats built-in functions and tables, whose addresses
 * are not helpful. */
#ifndef SESSION_ASSIST_INSPECT_BUILTIN_H
#define SESSION_ASSIST_INSPECT_BUILTIN_H

#include <stdbool.h>

#include <lua.h>

/* Pushes "function: v:sum()" and returns true if the value is built-in. */
bool inspect_builtin_function(lua_State *L, int index);

/* If the value is a built-in table such as `vector`, pushes a list of its
 * functions (depth 0) or its name, and returns true. */
bool inspect_builtin_table(lua_State *L, int index, int depth);

#endif
