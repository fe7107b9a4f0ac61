/* warn.h - warnings on standard error. */
#ifndef LUA_BASE_WARN_H
#define LUA_BASE_WARN_H

#include <lua.h>

/* Prints a warning on standard error, unless it equals the previous one, so
 * that a loop warns once. */
void warn(lua_State *L, const char *sentence);
/* From now on leaves out the place that these words, such as "entry 7:1: ",
 * tell. */
void warn_leave_out(lua_State *L, const char *place);
/* The prompt is back: the next warning may repeat the previous one. */
void warn_again(lua_State *L);
/* The same, preceded by the name of the running primitive. The format is that
 * of lua_pushfstring. */
void warn_of(lua_State *L, const char *format, ...);
/* The same, but without the name if a module of the library called the
 * primitive: the user did not. */
void warn_of_call(lua_State *L, const char *format, ...);

#endif
