/* inspect.h - prints values at the prompt. */
#ifndef SESSION_ASSIST_INSPECT_H
#define SESSION_ASSIST_INSPECT_H

#include <lua.h>

/* A lua_CFunction: prints its arguments on stdout. Quotes strings; sorts and
 * truncates tables, wraps them to the terminal width and marks cycles; uses
 * tostring for other values. */
int inspect_values(lua_State *L);

/* A lua_CFunction: (values) -> the text that inspect_values prints, without the
 * final line end and with long lines whole. */
int inspect_joined(lua_State *L);

/* A lua_CFunction: (value) -> its text, as printed at the prompt. */
int inspect_text(lua_State *L);
/* The same without abbreviations, except for tables nested very deeply. */
int inspect_full_text(lua_State *L);

#endif
