/* inspect.h - prints values at the prompt. */
#ifndef SESSION_ASSIST_INSPECT_H
#define SESSION_ASSIST_INSPECT_H

#include <lua.h>

/* A lua_CFunction: prints its arguments on stdout. Quotes strings; sorts and
 * truncates tables, wraps them to the terminal width and marks cycles; uses
 * tostring for other values. */
int inspect_values(lua_State *L);

#endif
