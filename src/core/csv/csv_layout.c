#include "core/csv/csv_layout.h"

#include <string.h>

#include "core/format/decimal.h"

static bool ends_line(char c) { return c == '\n' || c == '\r'; }

/* -- a sample of rows ------------------------------------------------------- */

enum { ROWS = 100, MOST_PREAMBLE = 40 };

/* The number of fields of a row, with and without trailing empty ones. */
typedef struct Width {
  size_t least, most;
  bool numbers; /* has a number */
  size_t line;
} Width;

typedef struct Sample {
  Width row[ROWS];
  size_t n;
  bool broken; /* the next row is malformed */
} Sample;

static bool is_number(CsvField f) {
  double value;
  return decimal_read(f.text, f.n, '.', &value) ||
         decimal_read(f.text, f.n, ',', &value);
}

/* Counts the fields of the next row; false: malformed. */
static bool row_width(CsvReader *r, Width *width) {
  CsvField f;
  *width = (Width){1, 1, false, r->line};
  do {
    if (csv_field(r, &f).code) return false;
    width->most = f.column + 1;
    width->numbers = width->numbers || is_number(f);
    if (!csv_is_trailing(f)) width->least = width->most;
  } while (!f.last);
  return true;
}

static void take_sample(Sample *s, const char *text, size_t n,
                        CsvSyntax syntax) {
  CsvReader r = csv_reader(text, n, syntax);
  s->n = 0;
  s->broken = false;
  while (s->n < ROWS && !s->broken && csv_row(&r)) {
    s->broken = !row_width(&r, &s->row[s->n]);
    s->n += !s->broken;
  }
}

static bool alike(Width a, Width b) {
  return a.least <= b.most && b.least <= a.most;
}

/* How many rows from `first` on are as wide as that one. */
static size_t count_alike(const Sample *s, size_t first) {
  size_t n = 0;
  for (size_t i = first; i < s->n; i++) n += alike(s->row[first], s->row[i]);
  return n;
}

static bool is_uniform(const Sample *s) {
  return s->n > 0 && !s->broken && s->row[0].most > 1 &&
         count_alike(s, 0) == s->n;
}

/* A run of blanks separates more often words than fields, so there must be
 * numbers. */
static bool is_blank_table(const Sample *s) {
  if (!is_uniform(s)) return false;
  for (size_t i = s->n > 1; i < s->n; i++)
    if (!s->row[i].numbers) return false;
  return true;
}

/* Two rows at least: with one, a value too many is as likely. */
static bool has_row_names(const Sample *s) {
  if (s->n < 3 || s->broken || s->row[0].numbers || !s->row[1].numbers)
    return false;
  for (size_t i = 1; i < s->n; i++)
    if (s->row[i].most != s->row[0].most + 1 ||
        s->row[i].least <= s->row[0].most)
      return false;
  return true;
}

/* The number of narrower rows before the table, or 0. The table must have a row
 * of names and two rows of data. */
static size_t preamble_rows(const Sample *s) {
  if (s->broken) return 0;
  for (size_t k = 1; k < s->n && k <= MOST_PREAMBLE; k++) {
    bool narrower = s->row[k].least > 1;
    for (size_t i = 0; i < k; i++)
      narrower = narrower && s->row[i].most < s->row[k].least;
    if (narrower && s->n - k >= 3 && count_alike(s, k) == s->n - k) return k;
  }
  return 0;
}

/* -- the separator ---------------------------------------------------------- */

/* The separator declared by a first line such as "sep=;", as spreadsheets write
 * it; 0 if there is none. */
static char told_separator(const char *text, size_t n) {
  const size_t mark = csv_mark_length(text, n);
  text += mark;
  n -= mark;
  bool told = n > 5 && !memcmp(text, "sep=", 4) && ends_line(text[5]);
  return told && !ends_line(text[4]) && text[4] != '"' ? text[4] : 0;
}

/* How well a separator fits, better ones first. */
typedef enum Fit { UNIFORM, ROW_NAMES, PREAMBLE, MOST_ROWS, NONE } Fit;

typedef struct Trial {
  char separator;
  Fit fit;
  size_t skip; /* lines before the table, if it has a preamble */
  Width first; /* row of the table */
  size_t rows;
} Trial;

static Trial try_separator(const char *text, size_t n, CsvSyntax syntax,
                           char separator, bool may_skip) {
  Sample s;
  Trial t = {.separator = separator, .fit = NONE};
  const bool blank = separator == ' ';
  syntax.separator = separator;
  take_sample(&s, text, n, syntax);
  if (!s.n) return t;
  size_t k = may_skip ? preamble_rows(&s) : 0;
  t.first = s.row[0];
  t.rows = s.n;
  if (blank ? is_blank_table(&s) : is_uniform(&s))
    t.fit = UNIFORM;
  else if (has_row_names(&s))
    t.fit = ROW_NAMES;
  else if (k && (!blank || s.row[s.n - 1].numbers)) {
    t.fit = PREAMBLE;
    t.first = s.row[k];
    t.skip = s.row[k].line;
    t.rows = s.n - k;
  } else if (!blank && s.row[0].most > 1 && 2 * count_alike(&s, 0) > s.n)
    t.fit = MOST_ROWS; /* one malformed row must not hide it */
  return t;
}

/* Does a field hold several numbers separated by blanks? Then the tabs beside
 * it are blanks, too. */
static bool has_run_of_numbers(const char *text, size_t n, CsvSyntax syntax) {
  enum { ENOUGH = 3 };
  Sample whole, parts;
  CsvReader r = csv_reader(text, n, syntax);
  CsvField f;
  if (!csv_row(&r) || csv_field(&r, &f).code) return false;
  take_sample(&whole, f.text, f.n, (CsvSyntax){.separator = '\t'});
  take_sample(&parts, f.text, f.n, (CsvSyntax){.separator = ' '});
  return whole.n && parts.n && !whole.row[0].numbers && parts.row[0].numbers &&
         parts.row[0].most >= ENOUGH;
}

static Trial best_separator(const char *text, size_t n, CsvSyntax syntax,
                            bool may_skip) {
  static const char separators[] = "\t;|, ";
  Trial best = {.separator = ',', .fit = NONE};
  for (const char *c = separators; *c; c++) {
    const Trial t = try_separator(text, n, syntax, *c, may_skip);
    const bool more =
      t.fit == PREAMBLE && best.fit == PREAMBLE && t.rows > best.rows;
    if (t.fit < best.fit || more) best = t;
  }
  syntax.separator = best.separator;
  if (best.separator == '\t' && has_run_of_numbers(text, n, syntax)) {
    const Trial blank = try_separator(text, n, syntax, ' ', may_skip);
    if (blank.fit == UNIFORM) return blank;
  }
  return best;
}

/* -- comments --------------------------------------------------------------- */

static const char *const markers[] = {"#", "%", "//"};

/* The marker at the start of the first line that is not blank, or NULL. */
static const char *find_marker(const char *text, size_t n, CsvSyntax syntax) {
  CsvReader r = csv_reader(text, n, syntax);
  if (!csv_row(&r)) return NULL;
  while (r.at < r.end && (*r.at == ' ' || *r.at == '\t')) r.at++;
  for (size_t i = 0; i < sizeof markers / sizeof *markers; i++) {
    const size_t length = strlen(markers[i]);
    if ((size_t)(r.end - r.at) > length && !memcmp(r.at, markers[i], length))
      return markers[i];
  }
  return NULL;
}

/* The last comment line before line `end`, and the bytes before its words. */
static CsvSyntax last_comment(const char *text, size_t n, CsvSyntax syntax,
                              size_t end) {
  const char mark = *syntax.comment;
  CsvSyntax plain = syntax;
  plain.comment = NULL;
  plain.skip = end;
  for (;;) {
    CsvReader r = csv_reader(text, n, plain);
    const char *p = r.at;
    while (p < r.end && (*p == ' ' || *p == '\t')) p++;
    const char *words = p;
    while (words < r.end && *words == mark) words++;
    const bool found = words > p;
    while (found && words < r.end && (*words == ' ' || *words == '\t')) words++;
    if (found || plain.skip == syntax.skip) {
      plain.lead = (size_t)(words - r.at);
      return plain;
    }
    plain.skip--;
  }
}

/* Takes the last comment line for the header if it has a name for every column
 * and the first row of the table has numbers. */
static void look_for_names(CsvLayout *l, const char *text, size_t n,
                           Width first) {
  if (!first.numbers || first.line == 0 || first.most < 2) return;
  CsvSyntax names = last_comment(text, n, l->syntax, first.line - 1);
  CsvReader r = csv_reader(text, n, names);
  Width width;
  if (r.at >= r.end || ends_line(*r.at) || !row_width(&r, &width)) return;
  if (!alike(width, first) || width.numbers) return;
  l->syntax.skip = names.skip;
  l->syntax.lead = names.lead;
  l->named_in_comment = true;
}

/* "#,name,score": here # is the name of a column. */
static bool is_name(const char *text, size_t n, CsvSyntax syntax,
                    const char *marker, Trial with) {
  const Trial plain = try_separator(text, n, syntax, with.separator, false);
  CsvField f;
  syntax.separator = with.separator;
  CsvReader r = csv_reader(text, n, syntax);
  return plain.fit == UNIFORM && csv_row(&r) && !csv_field(&r, &f).code &&
         f.n == strlen(marker);
}

/* -- the layout ------------------------------------------------------------- */

static Trial find_separator(const char *text, size_t n, CsvSyntax syntax,
                            bool may_skip) {
  return syntax.separator
           ? try_separator(text, n, syntax, syntax.separator, may_skip)
           : best_separator(text, n, syntax, may_skip);
}

CsvLayout csv_layout(const char *text, size_t n, CsvSyntax given) {
  CsvLayout l = {.syntax = given};
  const bool may_skip = !given.skip;
  const char told = may_skip ? told_separator(text, n) : 0;
  l.told = told && (!given.separator || given.separator == told);
  if (told) l.syntax.skip = 1;
  if (!given.separator) l.syntax.separator = told;
  const char *marker = given.comment ? NULL : find_marker(text, n, l.syntax);
  CsvSyntax plain = l.syntax;
  if (marker) {
    l.syntax.comment = marker;
    l.syntax.comment_length = strlen(marker);
    l.syntax.whole_comments = true;
  }
  Trial t = find_separator(text, n, l.syntax, may_skip && !told);
  if (marker && is_name(text, n, plain, marker, t)) {
    l.syntax = plain;
    marker = NULL;
    t = find_separator(text, n, plain, may_skip && !told);
  }
  l.syntax.separator = t.separator;
  l.row_names = t.fit == ROW_NAMES;
  if (marker && t.fit != PREAMBLE) look_for_names(&l, text, n, t.first);
  if (t.fit == PREAMBLE) l.preamble = l.syntax.skip = t.skip;
  return l;
}
