/* csv_table.h - what a comma-separated text holds: its size, its header, and
 * which columns are numbers.
 *
 * csv_survey finds this out in one walk over the text, and keeps the numbers it
 * comes by. Texts are for the caller to collect, in a walk of its own.
 */
#ifndef CORE_FORMAT_CSV_TABLE_H
#define CORE_FORMAT_CSV_TABLE_H

#include "core/format/csv.h"

typedef struct CsvWords { /* a list of texts */
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
  char point; /* of numbers: '.' or ',' */
  const char
    *thousands; /* what stands between groups of digits; NULL: nothing */
  size_t thousands_length;
  CsvHeader header; /* is the first row the names? */
  CsvWords missing; /* the words for "no value", beside the empty field */
} CsvFormat;

/* One column; all counts leave the header out. The caller sets `values`.
 * Numbers that would lose digits make a column text too (decimal.h): they are
 * identifiers. Lines count from 1; 0: there is none. */
typedef struct CsvColumn {
  double *values;  /* one per row, or NULL: not kept */
  bool text;       /* holds something that is neither number nor missing */
  bool first_text; /* so does its first row */
  bool first_number;
  double first;       /* and that is its value */
  size_t numbers;     /* fields that are numbers, the first row left out */
  size_t text_line;   /* where the first text stands */
  size_t lossy_line;  /* where the first number that would lose digits stands,
                        when that alone makes the column text */
  size_t first_lossy; /* the line of the first row, if that is one */
} CsvColumn;

typedef struct CsvTable {
  size_t rows, columns;
  size_t trailing; /* empty fields behind these in the first row */
  bool header;
  size_t broken; /* fields where text follows the closing quote */
  size_t broken_line, broken_column; /* of the first of them, from 0 */
} CsvTable;

/* NA N/A nan null ? #N/A <NA> and their usual spellings. */
extern const CsvWords csv_missing;

bool csv_is_missing(const CsvFormat *format, CsvField f);
/* Is the field a number, or inf? Quotes around it do not matter. */
bool csv_number(const CsvFormat *format, CsvField f, double *value);

/* Sets table->columns and ->trailing by the first row; 0 when there is none. */
Status csv_width(CsvTable *table, const char *text, size_t n, CsvSyntax syntax);

/* ',' when in the first rows more fields are numbers with a decimal comma than
 * with a point, and the separator is another; else '.'. The point of the format
 * does not matter. */
char csv_guess_point(const char *text, size_t n, const CsvFormat *format);

/* No fewer rows than the text has, whatever its separator. */
size_t csv_most_rows(const char *text, size_t n);

/* Walks over the first `most` rows of the text (SIZE_MAX: all): csv_width has
 * set the table, and `columns` has table->columns elements. The header, when it
 * is to be guessed: a row of words without a number, or a word above a column of
 * numbers. The values of a column that turns out to be text mean nothing, unless
 * only lossy_line makes it one; of others, a missing one is nan. Empty fields at
 * the end of a full row do not count.
 * STATUS_SYNTAX as in csv.h, CSV_TOO_FEW and CSV_TOO_MANY among it: a field too
 * many where the first row has trailing fields means that these are columns. */
Status csv_survey(CsvTable *table, CsvColumn *columns, const char *text,
                  size_t n, const CsvFormat *format, size_t most,
                  StopFlag stop);

#endif
