/* csv.h - comma-separated text, one field at a time.
 *
 * RFC 4180 and common variants: lines end in LF, CRLF or CR, the last
 * one need not; a byte order mark is skipped; blank lines are skipped; blanks
 * around a field are ignored unless quoted. The text belongs to the
 * caller; a field points into it and nothing is copied.
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
  const char *comment; /* what begins a comment outside quotes; NULL: none */
  size_t comment_length;
  size_t skip; /* lines at the beginning that are not read */
} CsvSyntax;

typedef struct CsvReader {
  const char *at, *end;
  char separator; /* of the syntax */
  CsvSyntax syntax;
  /* By byte: does it end a field, or may it begin a comment? */
  unsigned char ends[256];
  size_t line, column; /* where `at` is: lines and fields, from 0 */
} CsvReader;

typedef struct CsvField {
  const char *text; /* without the quotes and the blanks around it */
  size_t n;
  size_t line, column; /* where it begins, from 0 */
  bool quoted;
  bool doubled; /* holds quotes that csv_unquote takes out */
  bool broken;  /* text follows the closing quote: "big" one */
  bool last;    /* of its row */
} CsvField;

/* What is wrong with a text, as the value of a STATUS_SYNTAX: line i, column
 * (field) j, from 0. */
typedef enum CsvFault {
  CSV_UNCLOSED, /* the quote that opens here is never closed */
  CSV_TOO_FEW,  /* the row ends behind j fields */
  CSV_TOO_MANY  /* field j is one too many */
} CsvFault;

CsvReader csv_reader(const char *text, size_t n, CsvSyntax syntax);
/* Is there another row? To be asked before its first field. */
bool csv_row(CsvReader *r);
/* The next field of the row: STATUS_SYNTAX as above. */
Status csv_field(CsvReader *r, CsvField *f);
/* Goes on behind a field that the caller has read up to p by itself: true when
 * it ends there, at a separator or a line feed. *last tells whether its row does
 * too. */
bool csv_passed(CsvReader *r, const char *p, bool *last);
/* Copies the field with each doubled quote made one and, as other programs do,
 * without the closing quote that text follows; out has f.n bytes. Returns the
 * length. */
size_t csv_unquote(char *out, CsvField f);

/* Nothing but empty fields may follow in a row that is full: files end their
 * lines in separators. */
static inline bool csv_is_trailing(CsvField f) { return !f.n && !f.quoted; }

/* The one of , ; tab | that gives the first rows the same number of fields,
 * more than one, or most of them that of the first row; where several do, the
 * one least used within numbers and words: tab ; | and last the comma. Comma
 * when none does. The separator of `syntax` does not matter. */
char csv_guess_separator(const char *text, size_t n, CsvSyntax syntax);

/* The separator of a first line such as "sep=;", as spreadsheets write it; 0
 * where there is none. */
char csv_told_separator(const char *text, size_t n);

#endif
