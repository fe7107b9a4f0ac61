/* csv_layout.h - guesses how a text is laid out: its separator, comments, lines
 * before the table, and whether the rows have names.
 */
#ifndef CORE_CSV_CSV_LAYOUT_H
#define CORE_CSV_CSV_LAYOUT_H

#include "core/csv/csv.h"

typedef struct CsvLayout {
  CsvSyntax syntax;
  bool told;      /* a first line sep=; gave the separator */
  bool row_names; /* all rows have one field more than the first one, which
                     therefore names all columns but the first (write.table of
                     R) */
  bool named_in_comment; /* the column names are in a comment line */
  size_t preamble;       /* skipped lines that do not belong to the table */
} CsvLayout;

/* Completes the syntax from the first 100 rows of the text. A separator of 0, a
 * comment of NULL and a `skip` of 0 are guessed.
 *
 * Comments: if the first line begins with #, % or //, all such lines are
 * skipped. The last one before the table is the header if it has a name for
 * every column.
 *
 * Separator: the one of tab ; | comma, or a run of blanks between numbers, that
 * splits all rows into as many fields as the first one; else all rows into one
 * more than the first (row names); else all rows but the first few, which are a
 * preamble; else most rows. Tab is tried first and comma last, because commas
 * occur most often within numbers and words. A comma if none fits. */
CsvLayout csv_layout(const char *text, size_t n, CsvSyntax given);

#endif
