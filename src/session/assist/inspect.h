/* inspect.h - values as a person wants to see them. */
#ifndef SESSION_ASSIST_INSPECT_H
#define SESSION_ASSIST_INSPECT_H

#include <lua.h>

/* A lua_CFunction: prints its arguments on stdout. Strings are quoted, tables
 * sorted, cut and fitted to the width of the terminal, cycles marked; all else
 * as tostring says. */
int inspect_values(lua_State *L);

#endif
