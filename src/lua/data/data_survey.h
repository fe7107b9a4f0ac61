/* data_survey.h - format, size and column types of a file for data.read. */
#ifndef LUA_DATA_DATA_SURVEY_H
#define LUA_DATA_DATA_SURVEY_H

#include <stdbool.h>

#include <lua.h>

#include "core/csv/csv_layout.h"
#include "core/csv/csv_numbers.h"
#include "core/csv/csv_table.h"

typedef struct Source {
  const char *path, *text;
  size_t n;
  const char *encoding;              /* NULL for tables that are not text */
  const char *kind;                  /* "text", "sqlite" or "xlsx" */
  const char *part, *others, *query; /* table or sheet, see foreign_table.h */
  const unsigned char *is_text;
  bool plain; /* numbers are written with '.' and without groups */
  CsvFormat format;
  CsvLayout layout;
  CsvTable table;
  CsvColumn *columns;
  CsvField groups; /* the first number with guessed groups of digits, or none */
  size_t most_rows; /* to read; SIZE_MAX: all */
  int notes;        /* place on the stack of the list of what was said */
  int vectors;      /* place on the stack of the list of vectors, by column */
} Source;

/* Warns and adds the sentence, which is preceded by the path of the file, to
 * the notes. The format is that of lua_pushfstring. */
void data_survey_note(lua_State *L, const Source *s, const char *format, ...);

/* Detects what the format leaves open, the size and the columns, and reads the
 * numbers; pushes the values that own them. Raises if the text is not a
 * table. */
void push_survey(lua_State *L, Source *s);

/* Sets the starts of the fields of the wanted columns, also of those whose first
 * rows seemed to be numbers, which takes another pass over the text; pushes the
 * values that own them. `wanted` is changed. */
void push_survey_texts(lua_State *L, const Source *s, bool *wanted);

#endif
