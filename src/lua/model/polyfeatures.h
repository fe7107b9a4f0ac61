/* polyfeatures.h - shared by polyfeatures and models with degree=. */
#ifndef LUA_MODEL_POLYFEATURES_H
#define LUA_MODEL_POLYFEATURES_H

#include <stdbool.h>

#include <lua.h>

/* Raises if `count`, the columns made from n columns, exceeds the limit. */
void check_term_count(lua_State *L, size_t count, size_t n, size_t degree);

/* Pushes the table "x0", "x0^2", "x0 x1" ...; `names` is the index of a table
 * with the names of the n columns; any other value there means x0, x1 ... */
void push_term_names(lua_State *L, int names, size_t n, size_t degree,
                     bool interactions, bool bias);

#endif
