/* known_type.h - stand-ins for values of which only the type is known, such as
 * the result of a call that is not made.
 *
 * A type is written as in usages: "vector", "list of strings", "number or nil".
 */
#ifndef SESSION_ASSIST_KNOWN_TYPE_H
#define SESSION_ASSIST_KNOWN_TYPE_H

#include <stdbool.h>

#include <lua.h>

#include "lua/usage/usage.h"

/* Pushes a stand-in; nil for the types "nil" and "nothing". */
void known_type_push(lua_State *L, UsageText type);
void known_type_push_word(lua_State *L, const char *type);
void known_type_push_any(lua_State *L);

/* Is the value a stand-in? */
bool known_type_is(lua_State *L, int index);

/* Has the value one of the program's types, such as vector or dataset? */
bool known_type_is_program(lua_State *L, int index);
/* The type of a value, or the one that a stand-in has. Valid while the value
 * is. */
UsageText known_type_of(lua_State *L, int index);
/* Is it exactly that type? */
bool known_type_equals(UsageText type, const char *word);

/* Replaces the two values at the top by one that stands for either. */
void known_type_join(lua_State *L);

/* Pushes the metatable whose methods and fields values of that type have and
 * returns true; false for types without members, and for "table" and "any". */
bool known_type_push_metatable(lua_State *L, UsageText type);
/* Numbers, nil and other values without members? */
bool known_type_is_plain(UsageText type);

#endif
