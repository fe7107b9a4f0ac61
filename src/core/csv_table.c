#include "csv_table.h"

#include <math.h>
#include <string.h>

#include "number.h"

static const char *const missing_words[] = {
  "NA", "N/A", "n/a", "nan", "NaN", "NAN", "-nan", "null", "NULL", "?",
  "#N/A", "<NA>"};
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

/* inf and infinity in small or capital letters, with a sign or without. */
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

bool csv_number(const CsvFormat *format, CsvField f, double *value) {
  return number_read(f.text, f.n, format->point, value) ||
         read_infinity(f.text, f.n, value);
}

Status csv_width(const char *text, size_t n, char separator, size_t *width) {
  CsvReader r = csv_reader(text, n, separator);
  CsvField f;
  *width = 0;
  if (!csv_row(&r)) return status_ok();
  do {
    Status s = csv_field(&r, &f);
    if (s.code) return s;
  } while (!f.last);
  *width = f.column + 1;
  return status_ok();
}

char csv_guess_point(const char *text, size_t n, char separator) {
  enum { FIELDS = 10000 };
  CsvReader r = csv_reader(text, n, separator);
  int commas = 0, points = 0;
  if (separator == ',') return '.';
  for (int i = 0; i < FIELDS && (r.column || csv_row(&r)); i++) {
    CsvField f;
    double value;
    if (csv_field(&r, &f).code) break;
    bool comma = number_read(f.text, f.n, ',', &value);
    bool point = number_read(f.text, f.n, '.', &value);
    commas += comma && !point;
    points += point && !comma;
  }
  return commas > points ? ',' : '.';
}

/* -- the survey ----------------------------------------------------------- */

size_t csv_most_rows(const char *text, size_t n) {
  size_t count = 2; /* the last row, and a return that ends the text */
  for (size_t i = 1; i < n; i++) /* without branches: vector instructions */
    count += (text[i] == '\n') | ((text[i - 1] == '\r') & (text[i] != '\n'));
  return count + (n > 0 && text[0] == '\n');
}

/* Is it a number? If not, or if it stands for a missing value, *x is nan. */
static bool number_or_nan(const CsvFormat *format, CsvField f, double *x) {
  bool number = csv_number(format, f, x);
  /* None of the standard words is a number; the learner's may be -999. */
  if (number && format->missing.word != csv_missing.word)
    number = !csv_is_missing(format, f);
  if (!number) *x = NAN;
  return number;
}

/* A column known to be text is not looked at again. */
static void meet_field(CsvColumn *c, const CsvFormat *format, CsvField f,
                       size_t row) {
  double x;
  if (c->text) return;
  bool number = number_or_nan(format, f, &x);
  bool text = !number && !csv_is_missing(format, f);
  if (row == 0) {
    c->first = x;
    c->first_number = number;
    c->first_text = text;
    return;
  }
  c->text = text;
  c->numbers += number;
  if (c->values) c->values[row - 1] = x;
}

/* Most fields of most tables: a plain number and nothing around it, which is
 * read at once. False for one that must be looked at more closely. */
static bool plain_field(CsvReader *r, const CsvTable *table,
                        CsvColumn *columns, const CsvFormat *format,
                        bool *last) {
  const size_t column = r->column;
  double x;
  const char *p = number_begins(r->at, r->end, format->point, &x);
  if (!p || column == table->columns || !csv_passed(r, p, last)) return false;
  CsvColumn *c = &columns[column];
  c->numbers += !c->text;
  if (c->values) c->values[table->rows - 1] = x;
  return true;
}

static Status survey_row(CsvReader *r, CsvTable *table, CsvColumn *columns,
                         const CsvFormat *format) {
  /* The first row may be names, and the learner's own words may be numbers. */
  const bool plain =
      table->rows > 0 && format->missing.word == csv_missing.word;
  CsvField f = {.last = false};
  do {
    f.line = r->line;
    f.column = r->column;
    if (plain && plain_field(r, table, columns, format, &f.last)) continue;
    Status s = csv_field(r, &f);
    if (s.code) return s;
    if (f.column == table->columns)
      return status_error(STATUS_SYNTAX, f.line, f.column, CSV_TOO_MANY);
    meet_field(&columns[f.column], format, f, table->rows);
  } while (!f.last);
  table->rows++;
  if (f.column + 1 == table->columns) return status_ok();
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

/* The first row was kept apart: does it belong to the names or the values? */
static void settle_header(CsvTable *table, CsvColumn *columns,
                          CsvHeader header) {
  table->header = header == CSV_HEADER_YES ||
                  (header == CSV_HEADER_GUESS && guess_header(table, columns));
  if (table->header) {
    table->rows -= table->rows > 0;
    return;
  }
  for (size_t j = 0; j < table->columns; j++) {
    CsvColumn *c = &columns[j];
    c->text = c->text || c->first_text;
    if (!c->values || !table->rows) continue;
    memmove(c->values + 1, c->values, (table->rows - 1) * sizeof(double));
    c->values[0] = c->first;
  }
}

/* Keeps where the values go. */
static void clear(CsvColumn *columns, size_t n) {
  for (size_t j = 0; j < n; j++)
    columns[j] = (CsvColumn){.values = columns[j].values};
}

Status csv_survey(CsvTable *table, CsvColumn *columns, const char *text,
                  size_t n, const CsvFormat *format, size_t most,
                  StopFlag stop) {
  CsvReader r = csv_reader(text, n, format->separator);
  const size_t fields = 16384; /* between two looks at the flag */
  size_t left = fields;
  clear(columns, table->columns);
  table->rows = 0;
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
