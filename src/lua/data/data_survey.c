/* data_survey.c - the size, header, column types and numbers of a CSV file.
 *
 * The first rows show which columns may be numeric. Each of these gets a
 * vector, which the survey of all rows fills.
 */
#include "lua/data/data_survey.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/csv/csv.h"
#include "core/csv/csv_table.h"
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

void data_survey_note(lua_State *L, const Source *s, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  const char *sentence = lua_pushvfstring(L, format, arguments);
  va_end(arguments);
  const bool place = !strncmp(sentence, "line ", 5); /* it, line 2: ... */
  warn_of(L, "%s%s %s", s->path, place ? "," : ":", sentence);
  lua_rawseti(L, s->notes, (lua_Integer)lua_rawlen(L, s->notes) + 1);
}

/* -- the format ----------------------------------------------------------- */

/* Is the first field of the table in quotes, as R writes names? */
static bool begins_quoted(const Source *s) {
  CsvReader r = csv_reader(s->text, s->n, s->format.syntax);
  return csv_row(&r) && r.at < r.end && *r.at == '"';
}

static void find_layout(lua_State *L, Source *s) {
  CsvFormat *f = &s->format;
  const CsvSyntax given = f->syntax;
  s->layout = csv_layout(s->text, s->n, given);
  f->syntax = s->layout.syntax;
  f->row_names = s->layout.row_names && f->header != CSV_HEADER_NO;
  if (s->layout.named_in_comment && f->header == CSV_HEADER_NO) {
    f->syntax.skip = given.skip;
    f->syntax.lead = 0;
  } else if (s->layout.named_in_comment)
    f->header = CSV_HEADER_YES;
  if (s->layout.preamble)
    data_survey_note(
      L, s,
      "the table begins at line %I; the lines before it are skipped (skip=%I)",
      (LUAI_UACINT)s->layout.preamble + 1, (LUAI_UACINT)s->layout.preamble);
  if (f->row_names && !begins_quoted(s))
    data_survey_note(
      L, s,
      "every row has one value more than the first line; column 'row' holds "
      "the first values, the names of the rows");
}

static void find_numbers(lua_State *L, Source *s) {
  CsvNumbers *f = &s->format.numbers;
  if (s->plain) return;
  const CsvNumbersGuess g = csv_numbers_guess(s->text, s->n, &s->format);
  f->point = g.point;
  if (g.close) {
    lua_pushlstring(L, g.comma.text, g.comma.n);
    data_survey_note(
      L, s,
      "line %I: the comma in %s is read as a decimal comma; thousands=\",\" "
      "reads it as a separator of thousands",
      (LUAI_UACINT)g.comma.line + 1, lua_tostring(L, -1));
    lua_pop(L, 1);
  }
  if (!g.thousands) return;
  f->thousands = g.thousands;
  f->thousands_length = strlen(g.thousands);
  s->groups = g.example;
}

/* Says it unless the number has both separators, as 1.234,50. */
static void tell_groups(lua_State *L, const Source *s) {
  const CsvField f = s->groups;
  const CsvNumbers *how = &s->format.numbers;
  if (!f.text || memchr(f.text, how->point, f.n)) return;
  if (f.column >= s->table.columns || s->columns[f.column].text) return;
  lua_pushlstring(L, f.text, f.n);
  data_survey_note(
    L, s,
    "line %I, column %I: \"%s\" in %s is read as a separator of thousands; "
    "types={[%I]=\"text\"} keeps the text",
    (LUAI_UACINT)f.line + 1, (LUAI_UACINT)f.column + 1, how->thousands,
    lua_tostring(L, -1), (LUAI_UACINT)f.column + 1);
  lua_pop(L, 1);
}

static void find_format(lua_State *L, Source *s) {
  find_layout(L, s);
  find_numbers(L, s);
  if (s->format.numbers.point == s->format.syntax.separator)
    fail(L, "'%c' cannot be both field and decimal separator",
         s->format.numbers.point);
}

static Status survey_sample(Source *s) {
  return csv_survey(&s->table, s->columns, s->text, s->n, &s->format, SAMPLE,
                    NULL, &interrupted);
}

static Status survey_rows(lua_State *L, const Source *s, CsvTable *table,
                          CsvColumn *columns) {
  const size_t room = csv_survey_scratch(s->n, table->columns);
  CsvColumn *scratch = room ? push_scratch(L, room, sizeof *scratch) : NULL;
  return csv_survey(table, columns, s->text, s->n, &s->format, SIZE_MAX,
                    scratch, &interrupted);
}

/* Columns of long identifiers count: types= can request numbers. So do dates of
 * which later rows may show the order. */
static bool may_be_numbers(const CsvColumn *c) {
  return !c->text || c->lossy_line || c->undecided;
}

/* Pushes memory for the starts of so many fields of each wanted column. */
static void push_starts(lua_State *L, CsvColumn *columns, size_t width,
                        const bool *wanted, size_t rows) {
  size_t count = 0, k = 0;
  for (size_t j = 0; j < width; j++) count += wanted[j];
  size_t *block = push_scratch(L, count, rows * sizeof *block);
  for (size_t j = 0; j < width; j++)
    if (wanted[j]) columns[j].starts = block + k++ * rows;
}

/* Pushes memory for the texts of the columns that have text so far, and a list
 * with a vector for every other one. All vectors share one block, for which the
 * system can use larger pages. They may be longer than the table if lines are
 * blank or quoted. */
static void push_vectors(lua_State *L, Source *s) {
  const size_t rows = csv_most_rows(s->text, s->n), width = s->table.columns;
  size_t numeric = 0, k = 0;
  bool *text = push_scratch(L, width, sizeof *text);
  for (size_t j = 0; j < width; j++) {
    text[j] = !may_be_numbers(&s->columns[j]);
    numeric += !text[j];
  }
  push_starts(L, s->columns, width, text, rows);
  lua_createtable(L, (int)width, 0);
  s->vectors = lua_gettop(L);
  const Mat block = push_mat(L, numeric, rows);
  for (size_t j = 0; j < width; j++) {
    if (text[j]) continue;
    const Vec column = mat_row(block, k++);
    s->columns[j].values = column.d;
    push_vec_view(L, -1, column);
    lua_rawseti(L, s->vectors, (lua_Integer)j + 1);
  }
  lua_pop(L, 1);
}

void push_survey_texts(lua_State *L, const Source *s, bool *wanted) {
  const size_t width = s->table.columns;
  CsvColumn *columns = push_scratch(L, width, sizeof *columns);
  CsvTable table = s->table;
  bool any = false;
  for (size_t j = 0; j < width; j++) {
    columns[j] = (CsvColumn){0};
    wanted[j] = wanted[j] && !s->columns[j].starts;
    any = any || wanted[j];
  }
  if (!any) return;
  push_starts(L, columns, width, wanted, csv_most_rows(s->text, s->n));
  check_syntax(L, s, survey_rows(L, s, &table, columns));
  for (size_t j = 0; j < width; j++)
    if (wanted[j]) s->columns[j].starts = columns[j].starts;
}

static Status survey_columns(lua_State *L, Source *s) {
  const size_t width = s->table.columns;
  if (width > MOST_COLUMNS)
    fail(L, "%s, line 1: too many columns (%I); at most %d are read", s->path,
         (LUAI_UACINT)(width + s->table.trailing), (int)MOST_COLUMNS);
  s->columns = push_scratch(L, width, sizeof *s->columns);
  for (size_t j = 0; j < width; j++) s->columns[j] = (CsvColumn){0};
  Status status = survey_sample(s);
  if (status.code) return status;
  push_vectors(L, s);
  return survey_rows(L, s, &s->table, s->columns);
}

static Status survey_table(lua_State *L, Source *s) {
  Status status = survey_columns(L, s);
  bool wider = status.code == STATUS_SYNTAX && s->table.trailing &&
               (CsvFault)status.value == CSV_TOO_MANY;
  if (!wider) return status;
  s->table.columns += s->table.trailing; /* these have values */
  s->table.trailing = 0;
  return survey_columns(L, s);
}

/* With rows=, the text ends after so many rows, besides the header if there
 * is one. */
static Status survey_some(lua_State *L, Source *s) {
  const size_t n = s->n;
  if (s->most_rows == SIZE_MAX) return survey_table(L, s);
  s->n = csv_rows_end(s->text, n, &s->format, s->most_rows + 1);
  Status status = survey_table(L, s);
  if (status.code || s->table.header) return status;
  s->format.header = CSV_HEADER_NO;
  s->n = csv_rows_end(s->text, n, &s->format, s->most_rows);
  return survey_table(L, s);
}

static void tell_numeric_header(lua_State *L, const Source *s) {
  if (!s->table.numeric_header) return;
  data_survey_note(L, s,
                   "the numbers in the first row are taken for column names; "
                   "header=false reads them as values");
}

void push_survey(lua_State *L, Source *s) {
  find_format(L, s);
  check_syntax(L, s, csv_width(&s->table, s->text, s->n, &s->format));
  if (s->table.columns == 0) fail(L, "%s is empty", s->path);
  check_syntax(L, s, survey_some(L, s));
  tell_numeric_header(L, s);
  tell_groups(L, s);
  if (s->table.broken.count)
    data_survey_note(
      L, s,
      "line %I, column %I: text follows a closing quote; the field is read "
      "without the quotes",
      (LUAI_UACINT)s->table.broken.line + 1,
      (LUAI_UACINT)s->table.broken.column + 1);
}
