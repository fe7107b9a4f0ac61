/* stock.h - replacing functions of Lua's libraries.
 *
 * A replacement behaves as Lua's own function, which is its upvalue, but Ctrl-C
 * can interrupt it. Most leave short arguments, which take no time, to Lua.
 */
#ifndef LUA_STANDARD_STOCK_H
#define LUA_STANDARD_STOCK_H

#include <lauxlib.h>
#include <lua.h>

/* What takes no time: bytes or elements that Lua may process in one go. */
enum { STOCK_SHORT = 1 << 16 };

/* Replaces functions of the library; an upvalue of each is Lua's own. */
void stock_replace(lua_State *L, const char *library,
                   const luaL_Reg *functions);

/* Replaces methods of files in the same way. */
void stock_replace_methods(lua_State *L, const luaL_Reg *functions);

/* Calls Lua's own function with the arguments on the stack, in the frame of its
 * replacement, so that its error messages are right. */
int stock_call(lua_State *L);

#endif
