#include "csv.h"

#include <string.h>

/* Tables for the bytes that end a run would be faster for long fields; most
 * fields are short. */
static bool ends_line(char c) { return c == '\n' || c == '\r'; }

static bool is_blank(const CsvReader *r, char c) {
  return (c == ' ' || c == '\t') && c != r->separator;
}

static const char *skip_blanks(const CsvReader *r, const char *p) {
  while (p < r->end && is_blank(r, *p)) p++;
  return p;
}

CsvReader csv_reader(const char *text, size_t n, char separator) {
  size_t mark = n >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3) ? 3 : 0;
  return (CsvReader){text + mark, text + n, separator, 0, 0};
}

/* Behind the line end at p, if there is one; CRLF is one. */
static const char *skip_line_end(CsvReader *r, const char *p) {
  if (p == r->end) return p;
  r->line++;
  return p + (*p == '\r' && p + 1 < r->end && p[1] == '\n' ? 2 : 1);
}

bool csv_row(CsvReader *r) {
  for (;;) {
    const char *p = skip_blanks(r, r->at);
    if (p == r->end) return false;
    if (!ends_line(*p)) break;
    r->at = skip_line_end(r, p);
  }
  r->column = 0;
  return true;
}

/* The field ends at the separator, line end or end of text at p. */
static Status finish(CsvReader *r, CsvField *f, const char *p) {
  f->last = p == r->end || *p != r->separator;
  r->column = f->last ? 0 : r->column + 1;
  r->at = f->last ? skip_line_end(r, p) : p + 1;
  return status_ok();
}

static Status fault(CsvFault what, size_t line, size_t column) {
  return status_error(STATUS_SYNTAX, line, column, (double)what);
}

/* p is behind the opening quote. */
static Status quoted_field(CsvReader *r, CsvField *f, const char *p) {
  f->quoted = true;
  f->text = p;
  for (; p < r->end; p++) {
    if (*p == '"' && !(p + 1 < r->end && p[1] == '"')) break;
    if (*p == '"') {
      f->doubled = true;
      p++;
    }
    /* CRLF counts once, at its LF. */
    if (*p == '\n' || (*p == '\r' && !(p + 1 < r->end && p[1] == '\n')))
      r->line++;
  }
  if (p == r->end) return fault(CSV_UNCLOSED, f->line, f->column);
  f->n = (size_t)(p - f->text);
  p = skip_blanks(r, p + 1);
  if (p < r->end && *p != r->separator && !ends_line(*p))
    return fault(CSV_BEHIND_QUOTE, r->line, f->column);
  return finish(r, f, p);
}

Status csv_field(CsvReader *r, CsvField *f) {
  const char *p = skip_blanks(r, r->at);
  *f = (CsvField){p, 0, r->line, r->column, false, false, false};
  if (p < r->end && *p == '"') return quoted_field(r, f, p + 1);
  while (p < r->end && *p != r->separator && !ends_line(*p)) p++;
  const char *last = p;
  while (last > f->text && is_blank(r, last[-1])) last--;
  f->n = (size_t)(last - f->text);
  return finish(r, f, p);
}

bool csv_passed(CsvReader *r, const char *p, bool *last) {
  if (p == r->end) return false;
  *last = *p == '\n';
  if (!*last && *p != r->separator) return false;
  r->at = p + 1;
  r->line += *last;
  r->column = *last ? 0 : r->column + 1;
  return true;
}

size_t csv_unquote(char *out, CsvField f) {
  size_t n = 0;
  for (size_t i = 0; i < f.n; i++) {
    out[n++] = f.text[i];
    if (f.doubled && f.text[i] == '"') i++;
  }
  return n;
}

/* -- the separator -------------------------------------------------------- */

/* The number of fields that the first rows all have; 0 when they differ or
 * cannot be read so. */
static size_t common_width(const char *text, size_t n, char separator) {
  enum { ROWS = 20 };
  CsvReader r = csv_reader(text, n, separator);
  size_t width = 0;
  for (int row = 0; row < ROWS && csv_row(&r); row++) {
    CsvField f;
    do
      if (csv_field(&r, &f).code) return 0;
    while (!f.last);
    if (row && f.column + 1 != width) return 0;
    width = f.column + 1;
  }
  return width;
}

char csv_guess_separator(const char *text, size_t n) {
  for (const char *p = "\t;|,"; *p; p++)
    if (common_width(text, n, *p) > 1) return *p;
  return ',';
}
