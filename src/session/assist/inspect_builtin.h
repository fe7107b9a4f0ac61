/* inspect_builtin.h - formats functions and built-in tables, whose addresses
 * are not helpful. */
#ifndef SESSION_ASSIST_INSPECT_BUILTIN_H
#define SESSION_ASSIST_INSPECT_BUILTIN_H

#include <stdbool.h>

#include <lua.h>

/* Pushes "function: v:sum()" for a built-in function and "function add(a, b)"
 * for one of the user, in a table (depth > 0) without its name. Returns false
 * for other values, and for built-in functions in tables. */
bool inspect_function(lua_State *L, int index, int depth);

/* Pushes "a, b, ...", the parameters of a function; of one written in C,
 * "...". */
void inspect_parameters(lua_State *L, int index);

/* If the value is a built-in table such as `vector`, pushes a list of its
 * functions (depth 0) or its name, and returns true. */
bool inspect_builtin_table(lua_State *L, int index, int depth);

#endif
