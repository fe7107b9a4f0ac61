/* method.h - method look-up for __index functions. */
#ifndef LUA_BASE_METHOD_H
#define LUA_BASE_METHOD_H

#include <lua.h>

/* The last step of an __index function: pushes the method of the userdata at 1
 * named by the string at 2, or raises an error that suggests the nearest name. */
int method_index(lua_State *L);

#endif
