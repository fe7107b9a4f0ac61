/* load.h - loading code from files, as text only. */
#ifndef LUA_STANDARD_LOAD_H
#define LUA_STANDARD_LOAD_H

#include <lua.h>

/* luaL_loadfile (NULL: standard input), which refuses binary chunks: gives a
 * Lua status and pushes the function or a message. */
int load_file(lua_State *L, const char *path);

#endif
