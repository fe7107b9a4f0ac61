/* csv_table.h - the contents of a comma-separated text: its size, its header,
 * and which columns are numeric.
 *
 * csv_survey determines these in one pass over the text, by several threads, and
 * stores the numbers and where the texts are.
 */
#ifndef CORE_CSV_CSV_TABLE_H
#define CORE_CSV_CSV_TABLE_H

#include "core/csv/csv_column.h"

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

/* Fields with text after the closing quote. */
typedef struct CsvBroken {
  size_t count, line, column; /* position of the first of them, from 0 */
} CsvBroken;

typedef struct CsvTable {
  size_t rows, columns;
  size_t trailing; /* empty fields after these in the first row */
  bool header;
  bool numeric_header; /* the header was guessed although it has numbers */
  CsvBroken broken;
} CsvTable;

/* Sets table->columns and ->trailing from the first row; 0 if there is none. */
Status csv_width(CsvTable *table, const char *text, size_t n,
                 const CsvFormat *format);

/* An upper bound of the number of rows, for any separator. */
size_t csv_most_rows(const char *text, size_t n);
/* The same for those that begin in the n bytes at p; there is a byte before p. */
size_t csv_most_starts(const char *p, size_t n);
/* The position after the first `rows` rows. */
size_t csv_rows_end(const char *text, size_t n, const CsvFormat *format,
                    size_t rows);

/* How many columns csv_survey needs as scratch so that several threads read. */
size_t csv_survey_scratch(size_t n, size_t columns);

/* Reads the first `most` rows of the text (SIZE_MAX: all). csv_width must have
 * set the table; `columns` has table->columns elements. The first row is
 * guessed to be a header if it has words and no number, or a word above a
 * column of numbers, or if its numbers are names: quoted ones above numbers
 * without quotes, consecutive years, or 0 1 2 3 beside an empty field. The
 * values of a text column are unspecified, unless only lossy_line makes it
 * text; missing values are nan. Empty fields after a full row are ignored.
 * STATUS_SYNTAX: as in csv.h, including CSV_TOO_FEW and CSV_TOO_MANY. If the
 * first row has trailing fields, CSV_TOO_MANY means that these are columns.
 * Without scratch, one thread reads. */
Status csv_survey(CsvTable *table, CsvColumn *columns, const char *text,
                  size_t n, const CsvFormat *format, size_t most,
                  CsvColumn *scratch, StopFlag stop);

#endif
