/* data_survey.h - what is in the text of a file that data.read reads. */
#ifndef LUA_DATA_DATA_SURVEY_H
#define LUA_DATA_DATA_SURVEY_H

#include <lua.h>

#include "core/format/csv_table.h"

typedef struct Source {
  const char *path, *text;
  size_t n;
  CsvFormat format;
  CsvTable table;
  CsvColumn *columns;
  int vectors; /* place on the stack of the list of vectors, by column */
} Source;

/* Finds out what the format does not tell, the table and its columns; pushes
 * what holds them. Raises where the text is no table. */
void push_survey(lua_State *L, Source *s);

#endif
