/* warn.h - warnings on standard error. */
#ifndef LUA_BASE_WARN_H
#define LUA_BASE_WARN_H

#include <lua.h>

/* Says something on standard error that is no mistake but should be known; in a
 * loop that would say the same again and again, once. */
void warn(lua_State *L, const char *sentence);
/* Control was with a person: what was said may be said again. */
void warn_again(lua_State *L);
/* warn() of the running primitive: its name is put before. The format is
 * lua_pushfstring's. */
void warn_of(lua_State *L, const char *format, ...);

#endif
