/* data_columns.h - names, types and texts of the columns of a table. */
#ifndef LUA_DATA_DATA_COLUMNS_H
#define LUA_DATA_DATA_COLUMNS_H

#include <lua.h>

#include "lua/data/data_survey.h"

/* Pushes the list of names and the table from name to position. */
void push_column_names(lua_State *L, const Source *s);

/* Applies the option `types` at `arg`. `positions` is the place of the table
 * from name to position; the list of names is before it. */
void data_columns_read_types(lua_State *L, const Source *s, int arg,
                             int positions);

/* Says which columns of numbers are read as text. */
void data_columns_note(lua_State *L, const Source *s, int names);

/* Pushes the list of positions to read: those of the option `columns` at `arg`,
 * or all. */
void push_wanted_columns(lua_State *L, const Source *s, int arg, int positions);

/* Pushes the columns in the list at `wanted`, indexed by their position in the
 * file: vectors, and lists of texts. */
void push_columns(lua_State *L, const Source *s, int wanted);

#endif
