#include "core/csv/csv.h"

#include <string.h>

enum { GOES_ON, ENDS, COMMENTS };

static bool ends_line(char c) { return c == '\n' || c == '\r'; }

static bool is_blank(const CsvReader *r, char c) {
  return (c == ' ' || c == '\t') && (r->runs || c != r->separator);
}

static const char *skip_blanks(const CsvReader *r, const char *p) {
  while (p < r->end && is_blank(r, *p)) p++;
  return p;
}

/* Skips the line end at p, if there is one; CRLF counts as one. */
static const char *skip_line_end(CsvReader *r, const char *p) {
  if (p == r->end) return p;
  r->line++;
  return p + (*p == '\r' && p + 1 < r->end && p[1] == '\n' ? 2 : 1);
}

static const char *find_line_end(const CsvReader *r, const char *p) {
  while (p < r->end && !ends_line(*p)) p++;
  return p;
}

size_t csv_mark_length(const char *text, size_t n) {
  return n >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3) ? 3 : 0;
}

CsvReader csv_reader(const char *text, size_t n, CsvSyntax syntax) {
  CsvReader r = {.at = text + csv_mark_length(text, n),
                 .end = text + n,
                 .separator = syntax.separator,
                 .runs = syntax.separator == ' ',
                 .syntax = syntax};
  if (r.runs) r.ends['\t'] = ENDS;
  if (syntax.comment && !syntax.whole_comments)
    r.ends[(unsigned char)*syntax.comment] = COMMENTS;
  r.ends[(unsigned char)syntax.separator] = ENDS;
  r.ends['\n'] = r.ends['\r'] = ENDS;
  while (r.line < syntax.skip && r.at < r.end)
    r.at = skip_line_end(&r, find_line_end(&r, r.at));
  r.at += syntax.lead;
  return r;
}

static bool is_comment(const CsvReader *r, const char *p) {
  const size_t n = r->syntax.comment_length;
  return r->syntax.comment && (size_t)(r->end - p) >= n &&
         !memcmp(p, r->syntax.comment, n);
}

bool csv_row(CsvReader *r) {
  for (;;) {
    const char *p = skip_blanks(r, r->at);
    if (p == r->end) {
      r->at = p;
      return false;
    }
    if (is_comment(r, p))
      p = find_line_end(r, p);
    else if (!ends_line(*p))
      break;
    r->at = skip_line_end(r, p);
  }
  r->column = 0;
  return true;
}

/* Does an unquoted field end at p? */
static inline bool ends_field(const CsvReader *r, const char *p) {
  const unsigned char what = r->ends[(unsigned char)*p];
  return what == ENDS || (what == COMMENTS && is_comment(r, p));
}

static const char *find_field_end(const CsvReader *r, const char *p) {
  while (p < r->end && !ends_field(r, p)) p++;
  return p;
}

/* The field ends at the separator, comment, line end or end of text at p. */
static Status finish(CsvReader *r, CsvField *f, const char *p) {
  if (r->runs) { /* the last run may end the row */
    p = skip_blanks(r, p);
    f->last = p == r->end || ends_field(r, p);
  } else
    f->last = p == r->end || *p != r->separator;
  r->column = f->last ? 0 : r->column + 1;
  r->at = f->last ? skip_line_end(r, find_line_end(r, p)) : p + !r->runs;
  return status_ok();
}

/* Removes trailing blanks. */
static void end_text(const CsvReader *r, CsvField *f, const char *p) {
  while (p > f->text && is_blank(r, p[-1])) p--;
  f->n = (size_t)(p - f->text);
}

/* p is after the opening quote. */
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
  if (p == r->end)
    return status_error(STATUS_SYNTAX, f->line, f->column, CSV_UNCLOSED);
  f->n = (size_t)(p - f->text);
  p = r->runs ? p + 1 : skip_blanks(r, p + 1);
  if (p == r->end || ends_field(r, p)) return finish(r, f, p);
  f->broken = f->doubled = true;
  p = find_field_end(r, p);
  end_text(r, f, p);
  return finish(r, f, p);
}

Status csv_field(CsvReader *r, CsvField *f) {
  const char *p = skip_blanks(r, r->at);
  *f = (CsvField){.text = p, .line = r->line, .column = r->column};
  if (p < r->end && *p == '"') return quoted_field(r, f, p + 1);
  p = find_field_end(r, p);
  end_text(r, f, p);
  return finish(r, f, p);
}

/* Returns the last byte of the run of blanks at p, or the line end after it;
 * other ends of the row are left to `finish`. */
static const char *pass_run(const CsvReader *r, const char *p) {
  const char *next = skip_blanks(r, p);
  if (next == r->end || *next == '\n') return next;
  return next == p || ends_field(r, next) ? r->end : next - 1;
}

bool csv_passed_run(CsvReader *r, const char *p, bool *last) {
  p = pass_run(r, p);
  if (p == r->end) return false;
  *last = *p == '\n';
  csv_advance(r, p, *last);
  return true;
}

size_t csv_unquote(char *out, CsvField f) {
  size_t n = 0, i = 0;
  for (bool open = true; i < f.n; i++) {
    if (!open || f.text[i] != '"') {
      out[n++] = f.text[i];
    } else if (i + 1 < f.n && f.text[i + 1] == '"') {
      out[n++] = '"';
      i++;
    } else {
      open = false;
    }
  }
  return n;
}
