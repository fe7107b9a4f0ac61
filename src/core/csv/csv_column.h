/* csv_column.h - what one column of a table holds, found as its cells are read. */
#ifndef CORE_CSV_CSV_COLUMN_H
#define CORE_CSV_CSV_COLUMN_H

#include "core/csv/csv_cell.h"

/* No count includes the first row. The caller sets `values` and `starts`. A
 * column has one kind; if it mixes kinds or units, it is text. Numbers that would
 * lose digits or begin with 0 also make a column text, because they are usually
 * identifiers. Lines count from 1; 0: none. */
typedef struct CsvColumn {
  double *values;   /* one per row; NULL: not stored */
  size_t *starts;   /* where the field of each row begins; NULL: not stored */
  size_t numbers;   /* plain numeric fields */
  bool text;        /* contains a field that is neither a number nor missing */
  CsvKind kind;     /* of all values; CSV_MISSING if there are none */
  const char *unit; /* of CSV_UNIT */
  size_t others;    /* booleans, dates and numbers with units */
  size_t quoted;    /* quoted fields among both */
  size_t others_line; /* line of the first of the others */
  size_t text_line;   /* line of the first text field */
  size_t lossy_line;  /* line of the first number that would lose digits or
                         begins with 0, if only such numbers make it text */
  bool code;          /* that number begins with 0 */
  size_t not_dmy_line, not_mdy_line; /* of CSV_SLASHED: the first that is no
                                        date in that order */
  size_t order_line; /* the first of which the orders give different dates */
  CsvDates order;    /* that was decided; CSV_DATES_GUESS: none */
  bool undecided; /* it is text only because the order is not clear; numbers are
                     stored */
  CsvCell first;  /* the first row */
  bool first_quoted;
  size_t first_line;  /* line of the first row */
  size_t first_start; /* where its field begins */
} CsvColumn;

/* Forgets all but the memory of its values. */
void csv_column_clear(CsvColumn *c);

/* Takes a cell after the first row into account. */
void csv_column_meet(CsvColumn *c, CsvCell cell, size_t line);

/* Appends the rows that `next` has read, of which line 1 is the line after
 * `lines`. */
void csv_column_append(CsvColumn *c, const CsvColumn *next, size_t lines);

/* Moves `rows` rows from row `from` to `to`, which is earlier. */
void csv_column_move(CsvColumn *c, size_t to, size_t from, size_t rows);

/* Adds the first row, which is not a header, before the others; then there are
 * `rows` rows. */
void csv_column_join_first(CsvColumn *c, size_t rows);

/* Decides the kind of a column of `rows` values. */
void csv_column_settle(CsvColumn *c, size_t rows);

#endif
