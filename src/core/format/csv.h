/* csv.h - comma-separated text, one field at a time.
 *
 * RFC 4180 and common variants: lines end in LF, CRLF or CR, and the last line
 * end is optional; a byte order mark and blank lines are skipped; blanks around
 * a field are ignored unless quoted. The caller owns the text; fields point
 * into it, and nothing is copied.
 *
 *   CsvReader r = csv_reader(text, n, (CsvSyntax){.separator = ','});
 *   while (csv_row(&r)) {
 *     CsvField f;
 *     do {
 *       Status s = csv_field(&r, &f);
 *       if (s.code) return s;
 *       ...
 *     } while (!f.last);
 *   }
 */
#ifndef CORE_FORMAT_CSV_H
#define CORE_FORMAT_CSV_H

#include "core/status.h"

#include <stdbool.h>

typedef struct CsvSyntax {
  char separator;      /* one byte, neither quote nor line end */
  const char *comment; /* starts a comment outside quotes; NULL: none */
  size_t comment_length;
  size_t skip; /* lines to skip at the beginning */
} CsvSyntax;

typedef struct CsvReader {
  const char *at, *end;
  char separator; /* of the syntax */
  CsvSyntax syntax;
  /* For each byte: can it end a field or start a comment? */
  unsigned char ends[256];
  size_t line, column; /* position of `at`: line and field, from 0 */
} CsvReader;

typedef struct CsvField {
  const char *text; /* without surrounding quotes and blanks */
  size_t n;
  size_t line, column; /* where the field begins, from 0 */
  bool quoted;
  bool doubled; /* contains doubled quotes, which csv_unquote reduces */
  bool broken;  /* text follows the closing quote: "big" one */
  bool last;    /* last field of its row */
} CsvField;

/* The error in a text: the value of a STATUS_SYNTAX at line i, column (field)
 * j, both from 0. */
typedef enum CsvFault {
  CSV_UNCLOSED, /* a quote opened here is never closed */
  CSV_TOO_FEW,  /* the row ends after j fields */
  CSV_TOO_MANY  /* field j exceeds the number of columns */
} CsvFault;

CsvReader csv_reader(const char *text, size_t n, CsvSyntax syntax);
/* Is there another row? Call before reading its first field. */
bool csv_row(CsvReader *r);
/* Reads the next field of the row. STATUS_SYNTAX: as above. */
Status csv_field(CsvReader *r, CsvField *f);
/* Continues after a field that the caller has parsed up to p. Returns true if
 * the field ends there, at a separator or a line feed; *last is set to whether
 * the row ends too. */
bool csv_passed(CsvReader *r, const char *p, bool *last);
/* Copies the field, replacing each doubled quote by one and, as other programs
 * do, dropping a closing quote that is followed by text. out has room for f.n
 * bytes. Returns the length. */
size_t csv_unquote(char *out, CsvField f);

/* Only empty fields may follow in a full row, because some files end lines in
 * separators. */
static inline bool csv_is_trailing(CsvField f) { return !f.n && !f.quoted; }

/* Guesses the separator: the one of , ; tab | that splits all of the first
 * rows, or most of them, into as many fields as the first row, more than one.
 * Ties are resolved in the order tab ; | comma, because commas occur most often
 * within numbers and words. Returns a comma if none fits. Ignores the separator
 * of `syntax`. */
char csv_guess_separator(const char *text, size_t n, CsvSyntax syntax);

/* The separator declared by a first line such as "sep=;", as spreadsheets write
 * it; 0 if there is none. */
char csv_told_separator(const char *text, size_t n);

#endif
