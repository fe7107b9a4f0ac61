/* column_names.h - column names, which views and copies keep.
 *
 * A matrix may have names for its columns, a vector a name. They are stored in
 * a table with weak keys, so that a value without names costs nothing. A list
 * of names is shared between values and never modified: user code gets a copy.
 */
#ifndef LUA_ARRAY_COLUMN_NAMES_H
#define LUA_ARRAY_COLUMN_NAMES_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

/* Pops the names at the top of the stack and sets them on the vector or matrix
 * at `index`: a string for a vector, a list with one string per column for a
 * matrix (not copied), nil to remove them. */
void column_names_set(lua_State *L, int index);

/* Pushes the names in the form column_names_set takes. Pushes nothing and
 * returns false if the value at `index`, of any type, has none. */
bool push_names(lua_State *L, int index);
/* The same, but always a new list: for a vector, a list of one name. */
bool push_feature_names(lua_State *L, int index);

/* Copies the names of the value at `from` to the value at the top if both are
 * vectors, or matrices with the same number of columns. */
void column_names_keep(lua_State *L, int from);
/* Names the matrix at the top after n columns of the matrix at `from`: those
 * listed in `order`, or the ones starting at `first` if `order` is NULL. */
void column_names_keep_some(lua_State *L, int from, const size_t *order,
                            size_t first, size_t n);
/* Names the vector at the top after column j of the matrix at `from`. */
void column_names_keep_one(lua_State *L, int from, size_t j);
/* Names the columns of the matrix at the top after the n vectors in the list at
 * `from`, if all of them have a name. */
void column_names_collect(lua_State *L, int from, size_t n);

/* Pushes a copy of the list of names at the top. */
void push_names_copy(lua_State *L);

/* For __index: if the key at 2 is `field` ("name" or "names"), pushes a copy of
 * the names, or nil; otherwise pushes nothing and returns false. */
bool column_names_index(lua_State *L, const char *field);
/* For __newindex: if the key is `field`, checks and sets the names at 3. */
bool column_names_newindex(lua_State *L, const char *field);

#endif
