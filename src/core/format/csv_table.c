#include "core/format/csv_table.h"

#include <math.h>
#include <string.h>

#include "core/calendar.h"
#include "core/format/csv_header.h"
#include "core/format/csv_plain.h"
#include "core/format/date_text.h"
#include "core/format/decimal.h"

Status csv_width(CsvTable *table, const char *text, size_t n,
                 const CsvFormat *format) {
  CsvReader r = csv_reader(text, n, format->syntax);
  CsvField f;
  table->columns = table->trailing = 0;
  if (!csv_row(&r)) return status_ok();
  do {
    Status s = csv_field(&r, &f);
    if (s.code) return s;
    if (!csv_is_trailing(f) || f.column == 0) table->columns = f.column + 1;
  } while (!f.last);
  table->trailing = f.column + 1 - table->columns;
  table->columns += format->row_names;
  return status_ok();
}

/* -- the survey ----------------------------------------------------------- */

size_t csv_most_rows(const char *text, size_t n) {
  size_t count =
    2; /* the last row, and a carriage return at the end of the text */
  for (size_t i = 1; i < n; i++) /* branch-free, so that it is vectorized */
    count += (text[i] == '\n') | ((text[i - 1] == '\r') & (text[i] != '\n'));
  return count + (n > 0 && text[0] == '\n');
}

size_t csv_rows_end(const char *text, size_t n, const CsvFormat *format,
                    size_t rows) {
  CsvReader r = csv_reader(text, n, format->syntax);
  CsvField f;
  while (rows-- > 0 && csv_row(&r)) {
    do
      if (csv_field(&r, &f).code) return n;
    while (!f.last);
  }
  return (size_t)(r.at - text);
}

/* Numbers with units, dates and booleans: all values must be of one kind. */
static void meet_other(CsvColumn *c, CsvCell cell, size_t line) {
  if (!c->others) {
    c->kind = cell.kind;
    c->unit = cell.unit;
    c->others_line = line;
  }
  if (cell.kind != c->kind || cell.unit != c->unit) {
    c->text = true;
    c->text_line = line;
  }
  c->others++;
  if (cell.kind != CSV_SLASHED) return;
  if (!cell.dmy && !c->not_dmy_line) c->not_dmy_line = line;
  if (!cell.mdy && !c->not_mdy_line) c->not_mdy_line = line;
  const bool same =
    cell.dmy && cell.mdy && cell.value == date_text_swapped(cell.value);
  if (!same && !c->order_line) c->order_line = line;
}

static void meet_cell(CsvColumn *c, CsvCell cell, size_t line) {
  switch (cell.kind) {
  case CSV_TEXT:
    c->text = true;
    c->text_line = line;
    break;
  case CSV_MISSING: break;
  case CSV_NUMBER:
    c->numbers++;
    if ((cell.lossy || cell.code) && !c->lossy_line) {
      c->lossy_line = line;
      c->code = cell.code;
    }
    break;
  default: meet_other(c, cell, line);
  }
}

/* A column known to be text is not checked again. */
static void meet_field(CsvColumn *c, const CsvFormat *format, CsvField f,
                       size_t row) {
  if (c->text) return;
  const CsvCell cell = csv_cell(&format->numbers, f);
  if (row == 0) {
    c->first = cell;
    c->first_quoted = f.quoted;
    c->first_line = f.line + 1;
    return;
  }
  meet_cell(c, cell, f.line + 1);
  c->quoted += f.quoted && cell.kind != CSV_MISSING;
  if (c->values) c->values[row - 1] = cell.value;
}

/* The date in a column of dates. A comma may be the separator. */
static const char *date_begins(const CsvReader *r, const CsvColumn *c,
                               double *x) {
  return c->kind == CSV_DATE && !c->text
           ? date_text_begins(r->at, r->end, false, x)
           : NULL;
}

/* The fast path for the most common fields: a plain number and, in a column of
 * dates, a date. Returns false if the field needs a full check. */
static inline bool plain_field(CsvReader *r, const CsvTable *table,
                               CsvColumn *columns, const CsvFormat *format,
                               bool *last) {
  const size_t column = r->column;
  double x;
  if (column >= table->columns) return false;
  CsvColumn *c = &columns[column];
  const char *start = r->at;
  const char *p = decimal_begins(start, r->end, format->numbers.point, &x);
  if (p && !csv_is_code(start, r->end) && csv_passed(r, p, last)) {
    c->numbers += !c->text;
  } else {
    p = date_begins(r, c, &x);
    if (!p || !csv_passed(r, p, last)) return false;
    c->others++;
  }
  if (c->values) c->values[table->rows - 1] = x;
  return true;
}

static void count_broken(CsvTable *table, CsvField f) {
  if (table->broken++) return;
  table->broken_line = f.line;
  table->broken_column = f.column;
}

/* The first row may be a header, and the user's missing words may be numbers. */
static bool may_be_plain(const CsvFormat *format) {
  return format->numbers.missing.word == csv_missing.word;
}

static Status survey_row(CsvReader *r, CsvTable *table, CsvColumn *columns,
                         const CsvFormat *format) {
  const bool plain = table->rows > 0 && may_be_plain(format);
  const size_t shift = format->row_names && table->rows == 0;
  CsvField f = {.last = false};
  do {
    f.line = r->line;
    f.column = r->column;
    if (plain && plain_field(r, table, columns, format, &f.last)) continue;
    Status s = csv_field(r, &f);
    if (s.code) return s;
    if (f.broken) count_broken(table, f);
    if (f.column + shift < table->columns)
      meet_field(&columns[f.column + shift], format, f, table->rows);
    else if (!csv_is_trailing(f))
      return status_error(STATUS_SYNTAX, f.line, f.column, CSV_TOO_MANY);
  } while (!f.last);
  table->rows++;
  if (f.column + 1 + shift >= table->columns) return status_ok();
  return status_error(STATUS_SYNTAX, f.line, f.column + 1, CSV_TOO_FEW);
}

/* Counts the first row as data. */
static void join_first(CsvColumn *c, size_t rows) {
  const size_t lossy_line = c->lossy_line;
  const bool code = c->code;
  c->lossy_line = 0;
  meet_cell(c, c->first, c->first_line);
  if (!c->lossy_line) {
    c->lossy_line = lossy_line;
    c->code = code;
  }
  if (!c->values || !rows) return;
  memmove(c->values + 1, c->values, (rows - 1) * sizeof(double));
  c->values[0] = c->first.value;
}

/* Values with a day beyond 12 have been read in the only order they allow. */
static void swap_dates(CsvColumn *c, size_t rows) {
  for (size_t i = 0; c->values && i < rows; i++) {
    const double x = c->values[i];
    if (isnan(x) || calendar_date((long long)floor(x)).part[DAY] > 12) continue;
    c->values[i] = date_text_swapped(x);
  }
}

/* The order of day and month that all dates of a column allow. */
static void settle_order(CsvColumn *c, size_t rows) {
  const bool dmy = !c->not_dmy_line, mdy = !c->not_mdy_line;
  c->undecided = c->order_line && dmy == mdy;
  c->text = c->undecided;
  c->text_line = c->order_line;
  if (c->text) return;
  c->kind = CSV_DATE;
  if (!c->order_line) return;
  c->order = dmy ? CSV_DATES_DMY : CSV_DATES_MDY;
  if (mdy) swap_dates(c, rows);
}

/* Decides the kind of a column of so many values. */
static void settle_column(CsvColumn *c, size_t rows) {
  if (c->others && c->numbers && !c->text) {
    c->text = true;
    c->text_line = c->others_line;
  }
  if (!c->text && c->kind == CSV_SLASHED) settle_order(c, rows);
  if (c->text)
    c->kind = CSV_TEXT;
  else if (c->numbers)
    c->kind = CSV_NUMBER;
  if (c->text) c->lossy_line = 0;
  if (!c->lossy_line) return;
  c->text = true;
}

/* The first row was counted separately: is it a header or data? */
static void settle_header(CsvTable *table, CsvColumn *columns,
                          const CsvFormat *format) {
  table->header = format->header == CSV_HEADER_YES || format->row_names;
  table->numeric_header = false;
  if (format->header == CSV_HEADER_GUESS && !format->row_names)
    table->header = csv_header_guess(table, columns, &table->numeric_header);
  for (size_t j = 0; j < table->columns; j++) {
    if (!table->header) join_first(&columns[j], table->rows);
    settle_column(&columns[j], table->rows - table->header);
  }
  if (table->header) table->rows -= table->rows > 0;
}

/* Keeps the `values` pointers. */
static void clear(CsvColumn *columns, size_t n) {
  for (size_t j = 0; j < n; j++)
    columns[j] = (CsvColumn){.values = columns[j].values};
}

Status csv_survey(CsvTable *table, CsvColumn *columns, const char *text,
                  size_t n, const CsvFormat *format, size_t most,
                  StopFlag stop) {
  CsvReader r = csv_reader(text, n, format->syntax);
  const size_t fields = 16384; /* rows between polls of the stop flag */
  size_t left = fields;
  clear(columns, table->columns);
  table->rows = table->broken = 0;
  while (table->rows < most && csv_row(&r)) {
    Status s = survey_row(&r, table, columns, format);
    if (s.code) return s;
    if (table->rows == 1 && may_be_plain(format))
      csv_plain_rows(&r, table, columns, format, most, stop);
    if (left > table->columns) {
      left -= table->columns;
      continue;
    }
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, r.line, 0, 0);
    left = fields;
  }
  settle_header(table, columns, format);
  return status_ok();
}
