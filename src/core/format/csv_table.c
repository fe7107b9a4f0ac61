#include "core/format/csv_table.h"

#include <math.h>
#include <string.h>

#include "core/format/decimal.h"

static const char *const missing_words[] = {"NA",   "N/A", "n/a",  "nan",
                                            "NaN",  "NAN", "-nan", "null",
                                            "NULL", "?",   "#N/A", "<NA>"};
static const size_t missing_lengths[] = {2, 3, 3, 3, 3, 3, 4, 4, 4, 1, 4, 4};

const CsvWords csv_missing = {missing_words, missing_lengths,
                              sizeof missing_lengths / sizeof(size_t)};

bool csv_is_missing(const CsvFormat *format, CsvField f) {
  if (f.n == 0) return true;
  const CsvWords *words = &format->missing;
  for (size_t i = 0; i < words->n; i++)
    if (words->length[i] == f.n && !memcmp(words->word[i], f.text, f.n))
      return true;
  return false;
}

/* inf and infinity in any case, with or without a sign. */
static bool read_infinity(const char *text, size_t n, double *value) {
  static const char word[] = "infinity";
  bool negative = n && *text == '-', sign = negative || (n && *text == '+');
  text += sign;
  n -= sign;
  if (n != 3 && n != 8) return false;
  for (size_t i = 0; i < n; i++)
    if ((text[i] | 0x20) != word[i]) return false;
  *value = negative ? -INFINITY : INFINITY;
  return true;
}

/* Copies digits without the thousands separators. Groups have three digits, or
 * two as in 12,34,567; the last has three. Returns 0 for other groupings. */
static size_t take_groups(const CsvFormat *format, CsvField f, char *out) {
  const char *p = f.text, *end = p + f.n;
  size_t n = 0, digits = 0;
  bool grouped = false;
  if (p < end && (*p == '-' || *p == '+')) out[n++] = *p++;
  for (;;) {
    for (; p < end && *p >= '0' && *p <= '9'; digits++) out[n++] = *p++;
    if ((size_t)(end - p) < format->thousands_length ||
        memcmp(p, format->thousands, format->thousands_length) != 0)
      break;
    if (!digits || digits > 3 || (grouped && digits == 1)) return 0;
    grouped = true;
    digits = 0;
    p += format->thousands_length;
  }
  if (!grouped || digits != 3) return 0;
  while (p < end) out[n++] = *p++;
  return n;
}

static bool read_grouped(const CsvFormat *format, CsvField f, double *value) {
  enum { LONGEST = 100 };
  char plain[LONGEST];
  if (!format->thousands || f.n > LONGEST) return false;
  const size_t n = take_groups(format, f, plain);
  return n && decimal_read(plain, n, format->point, value);
}

static bool is_infinity(CsvField f) {
  double value;
  return read_infinity(f.text, f.n, &value);
}

bool csv_number(const CsvFormat *format, CsvField f, double *value) {
  return decimal_read(f.text, f.n, format->point, value) ||
         read_infinity(f.text, f.n, value) || read_grouped(format, f, value);
}

Status csv_width(CsvTable *table, const char *text, size_t n,
                 CsvSyntax syntax) {
  CsvReader r = csv_reader(text, n, syntax);
  CsvField f;
  table->columns = table->trailing = 0;
  if (!csv_row(&r)) return status_ok();
  do {
    Status s = csv_field(&r, &f);
    if (s.code) return s;
    if (!csv_is_trailing(f) || f.column == 0) table->columns = f.column + 1;
  } while (!f.last);
  table->trailing = f.column + 1 - table->columns;
  return status_ok();
}

char csv_guess_point(const char *text, size_t n, const CsvFormat *format) {
  enum { FIELDS = 10000 };
  CsvReader r = csv_reader(text, n, format->syntax);
  CsvFormat with_comma = *format, with_point = *format;
  int commas = 0, points = 0;
  if (format->syntax.separator == ',') return '.';
  with_comma.point = ',';
  with_point.point = '.';
  for (int i = 0; i < FIELDS && (r.column || csv_row(&r)); i++) {
    CsvField f;
    double value;
    if (csv_field(&r, &f).code) break;
    bool comma = csv_number(&with_comma, f, &value);
    bool point = csv_number(&with_point, f, &value);
    commas += comma && !point;
    points += point && !comma;
  }
  return commas > points ? ',' : '.';
}

/* -- the survey ----------------------------------------------------------- */

size_t csv_most_rows(const char *text, size_t n) {
  size_t count =
    2; /* the last row, and a carriage return at the end of the text */
  for (size_t i = 1; i < n; i++) /* branch-free, so that it is vectorized */
    count += (text[i] == '\n') | ((text[i - 1] == '\r') & (text[i] != '\n'));
  return count + (n > 0 && text[0] == '\n');
}

/* Is it a number? If not, or if it means a missing value, *x is nan. */
static bool number_or_nan(const CsvFormat *format, CsvField f, double *x) {
  bool number = csv_number(format, f, x);
  /* No standard word is a number, but the user's may be, such as -999. */
  if (number && format->missing.word != csv_missing.word)
    number = !csv_is_missing(format, f);
  if (!number) *x = NAN;
  return number;
}

/* A column known to be text is not checked again. */
static void meet_field(CsvColumn *c, const CsvFormat *format, CsvField f,
                       size_t row) {
  double x;
  if (c->text) return;
  bool number = number_or_nan(format, f, &x);
  bool text = !number && !csv_is_missing(format, f);
  bool lossy =
    number && decimal_loses_digits(f.text, f.n, x) && !is_infinity(f);
  if (text) c->text_line = f.line + 1;
  if (row == 0) {
    c->first = x;
    c->first_number = number;
    c->first_text = text;
    c->first_lossy = lossy ? f.line + 1 : 0;
    return;
  }
  if (lossy && !c->lossy_line) c->lossy_line = f.line + 1;
  c->text = text;
  c->numbers += number;
  if (c->values) c->values[row - 1] = x;
}

/* The fast path for the most common field, a plain number. Returns false if the
 * field needs a full check. */
static bool plain_field(CsvReader *r, const CsvTable *table, CsvColumn *columns,
                        const CsvFormat *format, bool *last) {
  const size_t column = r->column;
  double x;
  const char *p = decimal_begins(r->at, r->end, format->point, &x);
  if (!p || column >= table->columns || !csv_passed(r, p, last)) return false;
  CsvColumn *c = &columns[column];
  c->numbers += !c->text;
  if (c->values) c->values[table->rows - 1] = x;
  return true;
}

static void count_broken(CsvTable *table, CsvField f) {
  if (table->broken++) return;
  table->broken_line = f.line;
  table->broken_column = f.column;
}

static Status survey_row(CsvReader *r, CsvTable *table, CsvColumn *columns,
                         const CsvFormat *format) {
  /* The first row may be a header, and the user's missing words may be
   * numbers. */
  const bool plain =
    table->rows > 0 && format->missing.word == csv_missing.word;
  CsvField f = {.last = false};
  do {
    f.line = r->line;
    f.column = r->column;
    if (plain && plain_field(r, table, columns, format, &f.last)) continue;
    Status s = csv_field(r, &f);
    if (s.code) return s;
    if (f.broken) count_broken(table, f);
    if (f.column < table->columns)
      meet_field(&columns[f.column], format, f, table->rows);
    else if (!csv_is_trailing(f))
      return status_error(STATUS_SYNTAX, f.line, f.column, CSV_TOO_MANY);
  } while (!f.last);
  table->rows++;
  if (f.column + 1 >= table->columns) return status_ok();
  return status_error(STATUS_SYNTAX, f.line, f.column + 1, CSV_TOO_FEW);
}

static bool guess_header(const CsvTable *table, const CsvColumn *columns) {
  bool word = false, number = false;
  for (size_t j = 0; j < table->columns; j++) {
    const CsvColumn *c = &columns[j];
    if (c->first_text && !c->text && c->numbers) return true;
    word = word || c->first_text;
    number = number || c->first_number;
  }
  return word && !number;
}

/* Counts the first row as data. */
static void join_first(CsvColumn *c, size_t rows) {
  c->text = c->text || c->first_text;
  if (c->first_lossy) c->lossy_line = c->first_lossy;
  if (!c->values || !rows) return;
  memmove(c->values + 1, c->values, (rows - 1) * sizeof(double));
  c->values[0] = c->first;
}

/* The first row was counted separately: is it a header or data? */
static void settle_header(CsvTable *table, CsvColumn *columns,
                          CsvHeader header) {
  table->header = header == CSV_HEADER_YES ||
                  (header == CSV_HEADER_GUESS && guess_header(table, columns));
  for (size_t j = 0; j < table->columns; j++) {
    CsvColumn *c = &columns[j];
    if (!table->header) join_first(c, table->rows);
    if (c->text) c->lossy_line = 0;
    c->text = c->text || c->lossy_line;
  }
  if (table->header) table->rows -= table->rows > 0;
}

/* Keeps the `values` pointers. */
static void clear(CsvColumn *columns, size_t n) {
  for (size_t j = 0; j < n; j++)
    columns[j] = (CsvColumn){.values = columns[j].values};
}

Status csv_survey(CsvTable *table, CsvColumn *columns, const char *text,
                  size_t n, const CsvFormat *format, size_t most,
                  StopFlag stop) {
  CsvReader r = csv_reader(text, n, format->syntax);
  const size_t fields = 16384; /* rows between polls of the stop flag */
  size_t left = fields;
  clear(columns, table->columns);
  table->rows = table->broken = 0;
  while (table->rows < most && csv_row(&r)) {
    Status s = survey_row(&r, table, columns, format);
    if (s.code) return s;
    if (left > table->columns) {
      left -= table->columns;
      continue;
    }
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, r.line, 0, 0);
    left = fields;
  }
  settle_header(table, columns, format->header);
  return status_ok();
}
