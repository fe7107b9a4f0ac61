/* column_names.h - the names of columns, which travel with the data.
 *
 * A matrix may know the names of its columns, a vector its own. They are kept
 * beside the values, in a table with weak keys, so that a value without names
 * costs nothing. A list of names is shared by all values that have it and is
 * never changed: who hands it to a learner hands out a copy.
 */
#ifndef LUA_ARRAY_COLUMN_NAMES_H
#define LUA_ARRAY_COLUMN_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

/* Gives the vector or matrix at `index` the names at the top of the stack and
 * pops them: for a vector a string, for a matrix a list of as many strings as
 * it has columns, which is kept as it is; nil takes the names away. */
void column_names_set(lua_State *L, int index);

/* Pushes the names as column_names_set takes them; pushes nothing and gives false
 * when the value at `index` has none, whatever it is. */
bool push_names(lua_State *L, int index);
/* The same as a list of its own for both: that of a vector has one name. */
bool push_feature_names(lua_State *L, int index);

/* Gives the value at the top the names of the one at `from`, where both are
 * vectors or both matrices of one width. */
void column_names_keep(lua_State *L, int from);
/* Gives the matrix at the top the names of the n columns of the matrix at
 * `from` that stand in `order`, or from place `first` on when that is NULL. */
void column_names_keep_some(lua_State *L, int from, const size_t *order,
                            size_t first, size_t n);
/* Gives the vector at the top the name of column j of the matrix at `from`. */
void column_names_keep_one(lua_State *L, int from, size_t j);
/* Gives the matrix at the top the names of the n vectors in the list at `from`
 * if all of them have one. */
void column_names_collect(lua_State *L, int from, size_t n);

/* Pushes a copy of the list of names at the top. */
void push_names_copy(lua_State *L);

/* For __index: pushes a copy of the names (nil without) when the key at 2 is
 * `field`, "name" or "names"; else pushes nothing and gives false. */
bool column_names_index(lua_State *L, const char *field);
/* For __newindex: checks and sets the names at 3 when the key is `field`. */
bool column_names_newindex(lua_State *L, const char *field);

#endif
