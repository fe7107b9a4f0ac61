/* evaluate.h - running what was entered, and showing what it gives. */
#ifndef SESSION_EVALUATE_H
#define SESSION_EVALUATE_H

#include <lua.h>

/* Runs the text: an expression's values are shown unless `;` ends it, and the
 * first is kept in `_` and `ans`. "?name" and "name?" ask for help. Errors are
 * told; raises only when memory is out. */
void evaluate(lua_State *L, const char *text, const char *prompt);

#endif
