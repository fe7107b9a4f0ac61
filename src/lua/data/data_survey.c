/* data_survey.c - size, header and kinds of a table, and its numbers.
 *
 * A look at the first rows tells which columns may be numbers and get a vector
 * each; then the survey of all rows fills these.
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

/* Pushes a hint where the text begins with lines of comment. */
static const char *push_comment_hint(lua_State *L, const Source *s) {
  CsvReader r = csv_reader(s->text, s->n, s->format.syntax);
  bool hash = !s->format.syntax.comment && csv_row(&r) && *r.at == '#';
  return lua_pushstring(L,
                        hash ? "; comment=\"#\" skips what begins with #" : "");
}

static void check_syntax(lua_State *L, const Source *s, Status status) {
  static const char *const words[] = {
    "the quote (\") that opens here is never closed",
    "the row ends here with %d of the %d fields that the first row has",
    "a field too many, the first row has %d (quotes hold commas together)"};
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
    fail(L, "'%c' cannot be both separator and decimal point", f->point);
}

static Status survey_rows(Source *s, size_t most) {
  return csv_survey(&s->table, s->columns, s->text, s->n, &s->format, most,
                    &interrupted);
}

/* Identifiers may yet be wanted as numbers. */
static bool may_be_numbers(const CsvColumn *c) {
  return !c->text || c->lossy_line;
}

/* Pushes a list with a vector for every column that has no text so far, all in
 * one block, which the system gives in larger pages. They may turn out longer
 * than the table, where lines are blank or in quotes. */
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
    fail(L, "%s, line 1: %I columns; more than %d are not read", s->path,
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
  if (wider) { /* the nameless columns are some */
    s->table.columns += s->table.trailing;
    s->table.trailing = 0;
    status = survey_columns(L, s);
  }
  check_syntax(L, s, status);
  if (s->table.broken)
    warn_of(L,
            "%s, line %I, column %I: text follows a closing quote; it is "
            "read without the quotes, as other programs do",
            s->path, (LUAI_UACINT)s->table.broken_line + 1,
            (LUAI_UACINT)s->table.broken_column + 1);
}
