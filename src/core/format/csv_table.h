/* csv_table.h - the contents of a comma-separated text: its size, its header,
 * and which columns are numeric.
 *
 * csv_survey determines these in one pass over the text and stores the numbers.
 * The caller collects text fields in a second pass.
 */
#ifndef CORE_FORMAT_CSV_TABLE_H
#define CORE_FORMAT_CSV_TABLE_H

#include "core/format/csv_cell.h"

typedef enum CsvHeader {
  CSV_HEADER_GUESS,
  CSV_HEADER_NO,
  CSV_HEADER_YES
} CsvHeader;

typedef struct CsvFormat {
  CsvSyntax syntax;
  CsvNumbers numbers;
  CsvHeader header; /* does the first row hold the column names? */
  bool row_names;   /* it does, and has no name for the first column */
} CsvFormat;

/* One column; no count includes the header. The caller sets `values`. A column
 * has one kind; if it mixes kinds or units, it is text. Numbers that would lose
 * digits or begin with 0 also make a column text, because they are usually
 * identifiers. Lines count from 1; 0: none. */
typedef struct CsvColumn {
  double *values;   /* one per row; NULL: not stored */
  size_t numbers;   /* plain numeric fields, not counting the first row */
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
  size_t first_line; /* line of the first row */
} CsvColumn;

typedef struct CsvTable {
  size_t rows, columns;
  size_t trailing; /* empty fields after these in the first row */
  bool header;
  bool numeric_header; /* the header was guessed although it has numbers */
  size_t broken;       /* fields with text after the closing quote */
  size_t broken_line, broken_column; /* position of the first of them, from 0 */
} CsvTable;

/* Sets table->columns and ->trailing from the first row; 0 if there is none. */
Status csv_width(CsvTable *table, const char *text, size_t n,
                 const CsvFormat *format);

/* An upper bound of the number of rows, for any separator. */
size_t csv_most_rows(const char *text, size_t n);
/* The position after the first `rows` rows. */
size_t csv_rows_end(const char *text, size_t n, const CsvFormat *format,
                    size_t rows);

/* Reads the first `most` rows of the text (SIZE_MAX: all). csv_width must have
 * set the table; `columns` has table->columns elements. The first row is
 * guessed to be a header if it has words and no number, or a word above a
 * column of numbers, or if its numbers are names: quoted ones above numbers
 * without quotes, consecutive years, or 0 1 2 3 beside an empty field. The
 * values of a text column are unspecified, unless only lossy_line makes it
 * text; missing values are nan. Empty fields after a full row are ignored.
 * STATUS_SYNTAX: as in csv.h, including CSV_TOO_FEW and CSV_TOO_MANY. If the
 * first row has trailing fields, CSV_TOO_MANY means that these are columns. */
Status csv_survey(CsvTable *table, CsvColumn *columns, const char *text,
                  size_t n, const CsvFormat *format, size_t most,
                  StopFlag stop);

#endif
