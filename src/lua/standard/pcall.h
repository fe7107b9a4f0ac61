/* pcall.h - recognizes the functions that catch errors. */
#ifndef LUA_STANDARD_PCALL_H
#define LUA_STANDARD_PCALL_H

#include <stdbool.h>

#include <lua.h>

/* Is the function pcall or xpcall? */
bool pcall_is(lua_CFunction function);

#endif
