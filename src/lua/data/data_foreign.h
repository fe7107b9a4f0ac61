/* data_foreign.h - tables in SQLite databases and .xlsx workbooks. */
#ifndef LUA_DATA_DATA_FOREIGN_H
#define LUA_DATA_DATA_FOREIGN_H

#include <stdbool.h>

#include <lua.h>

#include "lua/data/data_survey.h"

/* If the file is a database or a workbook, sets the text and format of s from
 * the options at `arg`, pushes what owns them and returns true. Raises if it
 * cannot be read or an option does not fit. */
bool push_foreign(lua_State *L, Source *s, int arg);

/* Reads columns as text whose values are stored as text, except dates. */
void data_foreign_keep_texts(Source *s);

#endif
