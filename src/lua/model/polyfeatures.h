/* polyfeatures.h - what models with degree= share with polyfeatures. */
#ifndef LUA_MODEL_POLYFEATURES_H
#define LUA_MODEL_POLYFEATURES_H

#include <stdbool.h>

#include <lua.h>

/* Raises when n columns at the degree make more columns than anybody wants. */
void check_term_count(lua_State *L, size_t count, size_t n, size_t degree);

/* Pushes the list of "x0", "x0^2", "x0 x1" ...; `names` is the place of a table
 * with the names of the n columns, or of something else for x0, x1 ... */
void push_term_names(lua_State *L, int names, size_t n, size_t degree,
                     bool interactions, bool bias);

#endif
