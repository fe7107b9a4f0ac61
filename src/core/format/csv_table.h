/* csv_table.h - the contents of a comma-separated text: its size, its header,
 * and which columns are numeric.
 *
 * csv_survey determines these in one pass over the text and stores the numbers.
 * The caller collects text fields in a second pass.
 */
#ifndef CORE_FORMAT_CSV_TABLE_H
#define CORE_FORMAT_CSV_TABLE_H

#include "core/format/csv.h"

typedef struct CsvWords { /* a list of strings */
  const char *const *word;
  const size_t *length;
  size_t n;
} CsvWords;

typedef enum CsvHeader {
  CSV_HEADER_GUESS,
  CSV_HEADER_NO,
  CSV_HEADER_YES
} CsvHeader;

typedef struct CsvFormat {
  CsvSyntax syntax;
  char point;            /* decimal point: '.' or ',' */
  const char *thousands; /* the thousands separator; NULL: none */
  size_t thousands_length;
  CsvHeader header; /* does the first row hold the column names? */
  CsvWords missing; /* words for a missing value, besides the empty field */
} CsvFormat;

/* One column; no count includes the header. The caller sets `values`. Numbers
 * that would lose digits also make a column text (decimal.h), because they are
 * usually identifiers. Lines count from 1; 0: none. */
typedef struct CsvColumn {
  double *values;  /* one per row; NULL: not stored */
  bool text;       /* contains a field that is neither a number nor missing */
  bool first_text; /* the first row does */
  bool first_number;
  double first;     /* value of the first row if it is a number */
  size_t numbers;   /* numeric fields, not counting the first row */
  size_t text_line; /* line of the first text field */
  size_t
    lossy_line; /* line of the first number that would lose digits, if only such
                   numbers make the column text */
  size_t first_lossy; /* line of the first row, if it holds such a number */
} CsvColumn;

typedef struct CsvTable {
  size_t rows, columns;
  size_t trailing; /* empty fields after these in the first row */
  bool header;
  size_t broken; /* fields with text after the closing quote */
  size_t broken_line, broken_column; /* position of the first of them, from 0 */
} CsvTable;

/* NA N/A nan null ? #N/A <NA> and common variants in spelling. */
extern const CsvWords csv_missing;

bool csv_is_missing(const CsvFormat *format, CsvField f);
/* Is the field a number or inf, quoted or not? */
bool csv_number(const CsvFormat *format, CsvField f, double *value);

/* Sets table->columns and ->trailing from the first row; 0 if there is none. */
Status csv_width(CsvTable *table, const char *text, size_t n, CsvSyntax syntax);

/* Guesses the decimal point: ',' if the separator is not a comma and, in the
 * first rows, more fields are numbers with a decimal comma than with a point;
 * else '.'. Ignores the point of the format. */
char csv_guess_point(const char *text, size_t n, const CsvFormat *format);

/* An upper bound of the number of rows, for any separator. */
size_t csv_most_rows(const char *text, size_t n);

/* Reads the first `most` rows of the text (SIZE_MAX: all). csv_width must have
 * set the table; `columns` has table->columns elements. The first row is
 * guessed to be a header if it has words and no number, or a word above a
 * column of numbers. The values of a text column are unspecified, unless only
 * lossy_line makes it text; missing values are nan. Empty fields after a full
 * row are ignored. STATUS_SYNTAX: as in csv.h, including CSV_TOO_FEW and
 * CSV_TOO_MANY. If the first row has trailing fields, CSV_TOO_MANY means that
 * these are columns. */
Status csv_survey(CsvTable *table, CsvColumn *columns, const char *text,
                  size_t n, const CsvFormat *format, size_t most,
                  StopFlag stop);

#endif
