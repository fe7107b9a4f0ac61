/* method.h - the end of every __index function. */
#ifndef LUA_BASE_METHOD_H
#define LUA_BASE_METHOD_H

#include <lua.h>

/* Pushes the method of the userdata at 1 that the string at 2 names, or raises
 * with the nearest name: the end of an __index function. */
int method_index(lua_State *L);

#endif
