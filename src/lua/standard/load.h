/* load.h - loading code from files, as text only. */
#ifndef LUA_STANDARD_LOAD_H
#define LUA_STANDARD_LOAD_H

#include <lua.h>

/* Like luaL_loadfile (NULL: standard input), but refuses binary chunks. Returns
 * a Lua status and pushes the function or an error message. */
int load_file(lua_State *L, const char *path);

#endif
