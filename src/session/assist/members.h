/* members.h - the fields and methods of values and of stand-ins for them.
 * Metamethods run only for the program's own types, so no code of the user
 * does. */
#ifndef SESSION_ASSIST_MEMBERS_H
#define SESSION_ASSIST_MEMBERS_H

#include <stdbool.h>

#include <lua.h>

/* Pushes a set of the names that may follow the value and the mark: the fields
 * and functions after '.', the methods after ':'. If it may have one of several
 * types, these are the names that all of them have. */
void members_push_names(lua_State *L, int index, char mark);

/* Replaces the key at the top and the value below it by the field, by a
 * stand-in for it, or by nil. May raise. */
void members_push_field(lua_State *L);

/* Replaces the dataset at the top by a table whose keys are its column names;
 * pops any other value and returns false. */
bool members_push_columns(lua_State *L);

#endif
