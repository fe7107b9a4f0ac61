/* name_hint.h - what a name that stands for nothing may have been meant to be. */
#ifndef SESSION_ASSIST_NAME_HINT_H
#define SESSION_ASSIST_NAME_HINT_H

#include <lua.h>

/* Appends "; did you mean 'vector'?" to the message at the top of the stack
 * when Lua complains there about a nil global or field whose name is near one
 * that the program knows. */
void name_hint_append(lua_State *L);

/* Pushes "; did you mean 'train'?" for a name that no global has; "" when none
 * is near. */
const char *name_hint_global(lua_State *L, const char *word);

/* The same for "sqr" of math.sqr. */
const char *name_hint_field(lua_State *L, const char *table, const char *word);

/* The text that runs from now on, which must live as long; it tells what table
 * a field is of. */
void name_hint_about(const char *text);

#endif
