/* locals.h - keeps local variables of one prompt entry for the next. */
#ifndef SESSION_SYNTAX_LOCALS_H
#define SESSION_SYNTAX_LOCALS_H

#include <lua.h>

/* Compiles like compile_chunk and returns the status. If the text declares
 * locals, the function takes an argument, which is pushed above it. *nargs is
 * the number of arguments (0 or 1). */
int locals_compile(lua_State *L, const char *text, int *nargs);

#endif
