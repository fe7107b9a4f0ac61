/* load.h - loading code from files, as text only. */
#ifndef LUA_STANDARD_LOAD_H
#define LUA_STANDARD_LOAD_H

#include <lua.h>

/* luaL_loadfile (NULL: standard input), which refuses binary chunks: gives a
 * Lua status and pushes the function or a message. */
int load_file(lua_State *L, const char *path);

/* Makes `require` look for files in the folder too, after all other places;
 * package.path stays as it is. */
void load_search_also(lua_State *L, const char *folder);

#endif
