/* method.h - the metatables of types, and method look-up for __index functions. */
#ifndef LUA_BASE_METHOD_H
#define LUA_BASE_METHOD_H

#include <lua.h>

/* The last step of an __index function: pushes the method of the userdata at 1
 * named by the string at 2, or raises an error that suggests the nearest name. */
int method_index(lua_State *L);

/* Pushes the metatable of a type. It is created on first use, with a table of
 * methods for __index and the set of field names. */
void method_push_metatable(lua_State *L, const char *type);

#endif
