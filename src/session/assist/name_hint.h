/* name_hint.h - suggestions for undefined names. */
#ifndef SESSION_ASSIST_NAME_HINT_H
#define SESSION_ASSIST_NAME_HINT_H

#include <lua.h>

/* Appends "; did you mean 'vector'?" to the message at the top of the stack if
 * it reports a nil global, field or method with a name similar to a known
 * one. */
void name_hint_append(lua_State *L);

/* Pushes and returns "; did you mean 'train'?" for an undefined global; "" if
 * no known name is similar. */
const char *name_hint_global(lua_State *L, const char *word);

/* The same for a field, such as "sqr" in math.sqr. */
const char *name_hint_field(lua_State *L, const char *table, const char *word);

/* Sets the text being run, in which the table of a field is looked up. The text
 * must stay valid while it runs. */
void name_hint_about(const char *text);

#endif
