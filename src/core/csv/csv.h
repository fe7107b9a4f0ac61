/* csv.h - comma-separated text, one field at a time.
 *
 * RFC 4180 and common variants: lines end in LF, CRLF or CR, and the last line
 * end is optional; a byte order mark and blank lines are skipped; blanks around
 * a field are ignored unless quoted. If the separator is a blank, a run of
 * blanks and tabs separates two fields. The caller owns the text; fields point
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
#ifndef CORE_CSV_CSV_H
#define CORE_CSV_CSV_H

#include "core/status.h"

#include <stdbool.h>

typedef struct CsvSyntax {
  char separator;      /* one byte, neither quote nor line end */
  const char *comment; /* starts a comment outside quotes; NULL: none */
  size_t comment_length;
  bool whole_comments; /* a comment starts only at the start of a line */
  size_t skip;         /* lines to skip at the beginning */
  size_t lead; /* bytes to skip after these, such as "# " before the names */
} CsvSyntax;

typedef struct CsvReader {
  const char *at, *end;
  char separator; /* of the syntax */
  bool runs;      /* runs of blanks separate fields */
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
/* Is there another row? Call before reading its first field. Without one, the
 * reader goes to the end of the text. */
bool csv_row(CsvReader *r);
/* Reads the next field of the row. STATUS_SYNTAX: as above. */
Status csv_field(CsvReader *r, CsvField *f);
/* Continues after the separator or line end at p. */
static inline void csv_advance(CsvReader *r, const char *p, bool last) {
  r->at = p + 1;
  r->line += last;
  r->column = last ? 0 : r->column + 1;
}
bool csv_passed_run(CsvReader *r, const char *p, bool *last);
/* Continues after a field that the caller has parsed up to p. Returns true if
 * the field ends there, at a separator or a line end (not at a single carriage
 * return); *last is set to whether the row ends too. */
static inline bool csv_passed(CsvReader *r, const char *p, bool *last) {
  if (r->runs) return csv_passed_run(r, p, last);
  if (r->end - p > 1 && *p == '\r' && p[1] == '\n') p++;
  if (p == r->end) return false;
  *last = *p == '\n';
  if (!*last && *p != r->separator) return false;
  csv_advance(r, p, *last);
  return true;
}
/* Copies the field, replacing each doubled quote by one and, as other programs
 * do, dropping a closing quote that is followed by text. out has room for f.n
 * bytes. Returns the length. */
size_t csv_unquote(char *out, CsvField f);

/* Only empty fields may follow in a full row, because some files end lines in
 * separators. */
static inline bool csv_is_trailing(CsvField f) { return !f.n && !f.quoted; }

/* The length of a byte order mark at the start of the text, or 0. */
size_t csv_mark_length(const char *text, size_t n);

#endif
