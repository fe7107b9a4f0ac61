/* data_survey.h - format, size and column types of a file for data.read. */
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

/* Detects what the format leaves open, the size and the columns, and reads the
 * numbers; pushes the values that own them. Raises if the text is not a
 * table. */
void push_survey(lua_State *L, Source *s);

#endif
