/* data_survey.c - the size, header, column types and numbers of a CSV file.
 *
 * The first rows show which columns may be numeric. Each of these gets a
 * vector, which the survey of all rows fills.
 */
#include "lua/data/data_survey.h"

#include <stdbool.h>
#include <stdint.h>

#include "core/format/csv.h"
#include "core/format/csv_table.h"
#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/status.h"
#include "lua/base/error.h"
#include "lua/base/values.h"
#include "lua/base/warn.h"
#include "sys/interrupt.h"

enum { MOST_COLUMNS = 100000, SAMPLE = 100 };

/* Pushes a hint if the text begins with comment lines. */
static const char *push_comment_hint(lua_State *L, const Source *s) {
  CsvReader r = csv_reader(s->text, s->n, s->format.syntax);
  bool hash = !s->format.syntax.comment && csv_row(&r) && *r.at == '#';
  return lua_pushstring(L, hash ? "; use comment=\"#\" to skip comments" : "");
}

static void check_syntax(lua_State *L, const Source *s, Status status) {
  static const char *const words[] = {
    "quote (\") is never closed",
    "too few fields (%d of the %d in the first row)",
    "too many fields (the first row has %d); quote values with a separator"};
  if (status.code != STATUS_SYNTAX) {
    check_status(L, status, s->path);
    return;
  }
  const char *hint = push_comment_hint(L, s);
  LUAI_UACINT line = (LUAI_UACINT)status.i + 1;
  int column = (int)status.j, width = (int)s->table.columns;
  CsvFault what = (CsvFault)status.value;
  if (what == CSV_TOO_FEW)
    lua_pushfstring(L, words[what], column, width);
  else
    lua_pushfstring(L, words[what], width);
  if (what != CSV_TOO_FEW) column++;
  fail(L, "%s, line %I, column %d: %s%s", s->path, line, column,
       lua_tostring(L, -1), what == CSV_UNCLOSED ? "" : hint);
}

static void find_format(lua_State *L, Source *s) {
  CsvFormat *f = &s->format;
  char told = f->syntax.skip ? 0 : csv_told_separator(s->text, s->n);
  if (told) f->syntax.skip = 1;
  if (!f->syntax.separator) f->syntax.separator = told;
  if (!f->syntax.separator)
    f->syntax.separator = csv_guess_separator(s->text, s->n, f->syntax);
  if (!f->point) f->point = csv_guess_point(s->text, s->n, f);
  if (f->point == f->syntax.separator)
    fail(L, "'%c' cannot be both field and decimal separator", f->point);
}

static Status survey_rows(Source *s, size_t most) {
  return csv_survey(&s->table, s->columns, s->text, s->n, &s->format, most,
                    &interrupted);
}

/* Columns of long identifiers count: types= can request numbers. */
static bool may_be_numbers(const CsvColumn *c) {
  return !c->text || c->lossy_line;
}

/* Pushes a list with a vector for every column without text so far. All share
 * one block, for which the system can use larger pages. They may be longer
 * than the table if lines are blank or quoted. */
static void push_vectors(lua_State *L, Source *s) {
  const size_t rows = csv_most_rows(s->text, s->n);
  size_t numeric = 0, k = 0;
  for (size_t j = 0; j < s->table.columns; j++)
    numeric += may_be_numbers(&s->columns[j]);
  lua_createtable(L, (int)s->table.columns, 0);
  s->vectors = lua_gettop(L);
  const Mat block = push_mat(L, numeric, rows);
  for (size_t j = 0; j < s->table.columns; j++) {
    if (!may_be_numbers(&s->columns[j])) continue;
    const Vec column = mat_row(block, k++);
    s->columns[j].values = column.d;
    push_vec_view(L, -1, column);
    lua_rawseti(L, s->vectors, (lua_Integer)j + 1);
  }
  lua_pop(L, 1);
}

static Status survey_columns(lua_State *L, Source *s) {
  const size_t width = s->table.columns;
  if (width > MOST_COLUMNS)
    fail(L, "%s, line 1: too many columns (%I); at most %d are read", s->path,
         (LUAI_UACINT)(width + s->table.trailing), (int)MOST_COLUMNS);
  s->columns = push_scratch(L, width, sizeof *s->columns);
  for (size_t j = 0; j < width; j++) s->columns[j].values = NULL;
  Status status = survey_rows(s, SAMPLE);
  if (status.code) return status;
  push_vectors(L, s);
  return survey_rows(s, SIZE_MAX);
}

void push_survey(lua_State *L, Source *s) {
  find_format(L, s);
  check_syntax(L, s, csv_width(&s->table, s->text, s->n, s->format.syntax));
  if (s->table.columns == 0) fail(L, "%s is empty", s->path);
  Status status = survey_columns(L, s);
  bool wider = status.code == STATUS_SYNTAX && s->table.trailing &&
               (CsvFault)status.value == CSV_TOO_MANY;
  if (wider) { /* the columns without names have values */
    s->table.columns += s->table.trailing;
    s->table.trailing = 0;
    status = survey_columns(L, s);
  }
  check_syntax(L, s, status);
  if (s->table.broken)
    warn_of(L,
            "%s, line %I, column %I: text follows a closing quote; the field "
            "is read without the quotes",
            s->path, (LUAI_UACINT)s->table.broken_line + 1,
            (LUAI_UACINT)s->table.broken_column + 1);
}
