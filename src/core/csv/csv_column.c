#include "core/csv/csv_column.h"

#include <math.h>
#include <string.h>

#include "core/calendar.h"
#include "core/format/date_text.h"

void csv_column_clear(CsvColumn *c) {
  *c = (CsvColumn){.values = c->values, .starts = c->starts};
}

static void turn_to_text(CsvColumn *c, size_t line) {
  c->text = true;
  c->text_line = line;
}

/* Numbers with units, dates and booleans: all values must be of one kind. */
static void meet_other(CsvColumn *c, CsvCell cell, size_t line) {
  if (!c->others) {
    c->kind = cell.kind;
    c->unit = cell.unit;
    c->others_line = line;
  }
  if (cell.kind != c->kind || cell.unit != c->unit) turn_to_text(c, line);
  c->others++;
  if (cell.kind != CSV_SLASHED) return;
  if (!cell.dmy && !c->not_dmy_line) c->not_dmy_line = line;
  if (!cell.mdy && !c->not_mdy_line) c->not_mdy_line = line;
  const bool same =
    cell.dmy && cell.mdy && cell.value == date_text_swapped(cell.value);
  if (!same && !c->order_line) c->order_line = line;
}

void csv_column_meet(CsvColumn *c, CsvCell cell, size_t line) {
  switch (cell.kind) {
  case CSV_TEXT: turn_to_text(c, line); break;
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

/* The earlier of two lines, the second of which counts from `lines`. */
static size_t first_line(size_t line, size_t next, size_t lines) {
  return line || !next ? line : next + lines;
}

void csv_column_append(CsvColumn *c, const CsvColumn *next, size_t lines) {
  if (c->text) return; /* nothing else matters then */
  const bool mixed = c->others && next->others &&
                     (c->kind != next->kind || c->unit != next->unit);
  /* The first of the others may come before the first text. */
  if (mixed && !(next->text && next->text_line < next->others_line))
    turn_to_text(c, next->others_line + lines);
  else if (next->text)
    turn_to_text(c, next->text_line + lines);
  if (!c->others) {
    c->kind = next->kind;
    c->unit = next->unit;
  }
  if (!c->lossy_line) c->code = next->code;
  c->numbers += next->numbers;
  c->others += next->others;
  c->quoted += next->quoted;
  c->others_line = first_line(c->others_line, next->others_line, lines);
  c->lossy_line = first_line(c->lossy_line, next->lossy_line, lines);
  c->not_dmy_line = first_line(c->not_dmy_line, next->not_dmy_line, lines);
  c->not_mdy_line = first_line(c->not_mdy_line, next->not_mdy_line, lines);
  c->order_line = first_line(c->order_line, next->order_line, lines);
}

void csv_column_move(CsvColumn *c, size_t to, size_t from, size_t rows) {
  if (to == from) return;
  if (c->values)
    memmove(c->values + to, c->values + from, rows * sizeof *c->values);
  if (c->starts)
    memmove(c->starts + to, c->starts + from, rows * sizeof *c->starts);
}

void csv_column_join_first(CsvColumn *c, size_t rows) {
  const size_t lossy_line = c->lossy_line;
  const bool code = c->code;
  c->lossy_line = 0;
  csv_column_meet(c, c->first, c->first_line);
  if (!c->lossy_line) {
    c->lossy_line = lossy_line;
    c->code = code;
  }
  if (!rows) return;
  csv_column_move(c, 1, 0, rows - 1);
  if (c->values) c->values[0] = c->first.value;
  if (c->starts) c->starts[0] = c->first_start;
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

void csv_column_settle(CsvColumn *c, size_t rows) {
  if (c->others && c->numbers && !c->text) turn_to_text(c, c->others_line);
  if (!c->text && c->kind == CSV_SLASHED) settle_order(c, rows);
  if (c->text)
    c->kind = CSV_TEXT;
  else if (c->numbers)
    c->kind = CSV_NUMBER;
  if (c->text) c->lossy_line = 0;
  if (!c->lossy_line) return;
  c->text = true;
}
