#include "core/csv/csv_rows.h"

#include <math.h>

#include "core/csv/csv_stops.h"
#include "core/format/date_text.h"
#include "core/format/decimal.h"
#include "core/format/decimal_short.h"

static bool has_digit(const char *word, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (digits_is(word[i])) return true;
  return false;
}

CsvRowsTask csv_rows_task(const char *text, const CsvFormat *format,
                          size_t width, StopFlag stop) {
  const CsvWords *missing = &format->numbers.missing;
  bool plain = true;
  for (size_t i = 0; i < missing->n; i++)
    plain = plain && !has_digit(missing->word[i], missing->length[i]);
  return (CsvRowsTask){text, format, width, plain, stop};
}

/* -- plain fields ----------------------------------------------------------- */

/* The rows that are read, and where their plain fields stop. */
typedef struct Cursor {
  CsvRows *rows;
  const CsvRowsTask *task;
  CsvStops stops;
} Cursor;

/* What is known about a plain field. */
typedef struct Plain {
  double value;
  CsvKind kind; /* CSV_NUMBER, CSV_DATE or CSV_MISSING */
  bool quoted;
  bool last; /* of its row */
} Plain;

/* Is the number at p, after which there is another byte, written like an
 * identifier, as in 007? One comparison, because half of the numbers in a column
 * may begin with 0 and the others with '-'. */
static inline bool is_code(const char *p) {
  const unsigned first = (unsigned char)(p[0] - '0'),
                 second = (unsigned char)(p[1] - '0');
  return (first << 8 | second) < 10;
}

/* Reads a number or, in a column of dates, a date; returns its end, or NULL. */
static const char *take_value(const char *p, const char *end, char point,
                              const CsvColumn *c, Plain *plain) {
  const char *after = NULL;
  plain->kind = CSV_DATE;
  if (c->kind == CSV_DATE)
    after = date_text_begins(p, end, false, &plain->value);
  if (after) return after;
  plain->kind = CSV_NUMBER;
  after = decimal_begins(p, end, point, &plain->value);
  return after && after < end && !is_code(p) ? after : NULL;
}

/* Reads the most common fields: a number or a date, quoted or not, or nothing.
 * Returns false if the field needs a full check. */
static bool take_field(CsvReader *r, char point, const CsvColumn *c,
                       Plain *plain) {
  const char *p = r->at;
  if (!r->runs)
    while (p < r->end && *p == ' ') p++;
  if (p == r->end) return false;
  *plain = (Plain){.quoted = *p == '"'};
  p += plain->quoted;
  const char *after = take_value(p, r->end, point, c, plain);
  if (plain->quoted && after)
    after = after < r->end && *after == '"' ? after + 1 : NULL;
  if (after) return csv_passed(r, after, &plain->last);
  if (plain->quoted || r->runs) return false;
  plain->kind = CSV_MISSING;
  plain->value = NAN;
  return csv_passed(r, p, &plain->last);
}

/* Reads numbers of up to eight characters from column j on, until another field
 * comes or the row ends; returns the next column. All that changes is in local
 * variables, for speed. */
static size_t take_short_fields(Cursor *at, size_t row, size_t j, bool *last) {
  CsvReader *r = &at->rows->reader;
  const size_t width = at->task->width;
  const char point = at->task->format->numbers.point, *p = r->at;
  CsvStops stops = at->stops;
  const char *stop = csv_stops_next(&stops);
  bool ends = false;
  while (j < width && stop && !ends) {
    CsvColumn *c = &at->rows->columns[j];
    double x;
    if (c->text || c->starts || !decimal_short(p, stop, point, &x) ||
        is_code(p))
      break;
    if (c->values) c->values[row] = x;
    c->numbers++;
    j++;
    ends = *stop == '\n';
    p = stop + 1;
    csv_stops_pass(&stops);
    if (!ends) stop = csv_stops_next(&stops);
  }
  at->stops = stops;
  r->at = p;
  r->line += ends;
  r->column = ends ? 0 : j;
  *last = ends;
  return j;
}

/* Reads another field of column c, which is not known to be text. Returns false
 * if it needs a full check. */
static bool take_plain_field(Cursor *at, size_t row, CsvColumn *c, bool *last) {
  Plain plain;
  if (!take_field(&at->rows->reader, at->task->format->numbers.point, c,
                  &plain))
    return false;
  if (c->values) c->values[row] = plain.value;
  c->numbers += plain.kind == CSV_NUMBER;
  c->others += plain.kind == CSV_DATE;
  c->quoted += plain.quoted;
  *last = plain.last;
  return true;
}

/* -- rows ------------------------------------------------------------------- */

static void count_broken(CsvBroken *broken, CsvField f) {
  if (broken->count++) return;
  broken->line = f.line;
  broken->column = f.column;
}

/* Reads a field that belongs to column j. */
static Status read_field(CsvRows *rows, const CsvRowsTask *task, CsvField *f,
                         size_t j) {
  Status s = csv_field(&rows->reader, f);
  if (s.code) return s;
  if (f->broken) count_broken(&rows->broken, *f);
  if (j < task->width || csv_is_trailing(*f)) return status_ok();
  return status_error(STATUS_SYNTAX, f->line, f->column, CSV_TOO_MANY);
}

/* Takes the field of a row after the first into account. A column known to be
 * text is not checked again. */
static void meet_field(CsvColumn *c, const CsvFormat *format, CsvField f,
                       size_t row) {
  if (c->text) return;
  const CsvCell cell = csv_cell(&format->numbers, f);
  csv_column_meet(c, cell, f.line + 1);
  c->quoted += f.quoted && cell.kind != CSV_MISSING;
  if (c->values) c->values[row] = cell.value;
}

/* Is a row complete whose j fields, the last of them in this line, belong to the
 * columns from `shift` on? */
static Status check_width(const CsvRowsTask *task, size_t line, size_t j,
                          size_t shift) {
  if (j + shift >= task->width) return status_ok();
  return status_error(STATUS_SYNTAX, line, j, CSV_TOO_FEW);
}

/* Reads the field of column j. */
static Status read_any_field(Cursor *at, size_t row, size_t j, CsvField *f) {
  CsvRows *rows = at->rows;
  const CsvRowsTask *task = at->task;
  CsvColumn *c = j < task->width ? &rows->columns[j] : NULL;
  if (c && c->starts) c->starts[row] = (size_t)(rows->reader.at - task->text);
  if (c && task->plain && !c->text && take_plain_field(at, row, c, &f->last))
    return status_ok();
  Status s = read_field(rows, task, f, j);
  if (s.code == STATUS_OK && c) meet_field(c, task->format, *f, row);
  return s;
}

static Status read_row(Cursor *at, size_t row) {
  CsvReader *r = &at->rows->reader;
  const bool fast =
    at->task->plain && !r->runs && r->at - at->task->text >= DECIMAL_SHORT;
  CsvField f = {.last = false};
  size_t j = 0;
  for (;;) {
    f.line = r->line;
    if (fast) j = take_short_fields(at, row, j, &f.last);
    if (f.last) break;
    Status s = read_any_field(at, row, j, &f);
    if (s.code) return s;
    j++;
    csv_stops_seek(&at->stops, r->at);
    if (f.last) break;
  }
  return check_width(at->task, f.line, j, 0);
}

Status csv_rows_first(CsvRows *rows, const CsvRowsTask *task) {
  CsvReader *r = &rows->reader;
  const size_t shift = task->format->row_names;
  CsvField f = {.last = false};
  if (!csv_row(r)) return status_ok();
  do {
    const char *start = r->at;
    const size_t j = r->column + shift;
    Status s = read_field(rows, task, &f, j);
    if (s.code) return s;
    if (j >= task->width) continue;
    CsvColumn *c = &rows->columns[j];
    c->first = csv_cell(&task->format->numbers, f);
    c->first_quoted = f.quoted;
    c->first_line = f.line + 1;
    c->first_start = (size_t)(start - task->text);
  } while (!f.last);
  rows->count = 1;
  return check_width(task, f.line, f.column + 1, shift);
}

Status csv_rows_read(CsvRows *rows, const CsvRowsTask *task, const char *end,
                     size_t most) {
  const size_t fields = 16384; /* between polls of the stop flag */
  CsvReader *r = &rows->reader;
  size_t left = fields;
  Cursor at = {rows, task, csv_stops(r->at, r->end, r->separator)};

  while (rows->count < most && csv_row(r) && r->at < end) {
    csv_stops_seek(&at.stops, r->at);
    Status s = read_row(&at, rows->place + rows->count);
    if (s.code) return s;
    rows->count++;
    if (left > task->width) {
      left -= task->width;
      continue;
    }
    if (stop_asked(task->stop))
      return status_error(STATUS_STOPPED, r->line, 0, 0);
    left = fields;
  }
  return status_ok();
}
