/* csv.h - comma-separated text, a field at a time.
 *
 * RFC 4180 with what is met in the wild: lines end in LF, CRLF or CR, the last
 * one need not; a byte order mark is skipped; blank lines are skipped; blanks
 * around a field are no part of it unless quoted. The text belongs to the
 * caller; a field points into it and nothing is copied.
 *
 *   CsvReader r = csv_reader(text, n, ',');
 *   while (csv_row(&r)) {
 *     CsvField f;
 *     do {
 *       Status s = csv_field(&r, &f);
 *       if (s.code) return s;
 *       ...
 *     } while (!f.last);
 *   }
 */
#ifndef CORE_CSV_H
#define CORE_CSV_H

#include "status.h"

#include <stdbool.h>

typedef struct CsvReader {
  const char *at, *end;
  char separator;      /* one byte, neither quote nor line end */
  size_t line, column; /* where `at` is: lines and fields, from 0 */
} CsvReader;

typedef struct CsvField {
  const char *text; /* without the quotes and the blanks around it */
  size_t n;
  size_t line, column; /* where it begins, from 0 */
  bool quoted;
  bool doubled; /* holds "" for each quote: csv_unquote takes them out */
  bool last;    /* of its row */
} CsvField;

/* What is wrong with a text, as the value of a STATUS_SYNTAX: line i, column
 * (field) j, from 0. */
typedef enum CsvFault {
  CSV_UNCLOSED,     /* the quote that opens here is never closed */
  CSV_BEHIND_QUOTE, /* text between a closing quote and the separator */
  CSV_TOO_FEW,      /* the row ends behind j fields */
  CSV_TOO_MANY      /* field j is one too many */
} CsvFault;

CsvReader csv_reader(const char *text, size_t n, char separator);
/* Is there another row? To be asked before its first field. */
bool csv_row(CsvReader *r);
/* The next field of the row: STATUS_SYNTAX as above. */
Status csv_field(CsvReader *r, CsvField *f);
/* Goes on behind a field that the caller has read up to p by itself: true when
 * it ends there, at a separator or a line feed. *last tells whether its row does
 * too. */
bool csv_passed(CsvReader *r, const char *p, bool *last);
/* Copies the field with each doubled quote made one; out has f.n bytes. Gives
 * the length. */
size_t csv_unquote(char *out, CsvField f);

/* The one of , ; tab | that gives the first rows the same number of fields,
 * more than one; where several do, the one least used within numbers and
 * words: tab ; | and last the comma. Comma when none does. */
char csv_guess_separator(const char *text, size_t n);

#endif
