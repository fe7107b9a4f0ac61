/* locals.h - `local` at the prompt: what it names is there for the next line.
 */
#ifndef SESSION_SYNTAX_LOCALS_H
#define SESSION_SYNTAX_LOCALS_H

#include <lua.h>

/* Compiles as compile_chunk does; a text whose locals are to be kept becomes a
 * function that wants one argument more, which is pushed above it. Gives the
 * status; *nargs says how many arguments there are. */
int locals_compile(lua_State *L, const char *text, int *nargs);

#endif
