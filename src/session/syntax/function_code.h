/* function_code.h - the binary form of functions. */
#ifndef SESSION_SYNTAX_FUNCTION_CODE_H
#define SESSION_SYNTAX_FUNCTION_CODE_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

/* Pushes the binary chunk of the Lua function at `index`, n bytes, without its
 * debug information if `stripped`. */
const char *function_code_push_dump(lua_State *L, int index, bool stripped,
                                    size_t *n);

/* Whether two Lua functions have the same instructions and constants, whatever
 * their names, places and captured variables are. False if in doubt. */
bool function_code_same(lua_State *L, int a, int b);

/* Replaces the chunk at the top of the stack by the only function in it, with
 * new upvalues that are nil; its source is `name`. The chunk itself, which only
 * has to return the function, is never run. Returns false and leaves the chunk
 * if it contains no function, several, or constants. */
bool function_code_take_inner(lua_State *L, const char *name);

#endif
