#include "core/csv/csv_cell.h"

#include <math.h>
#include <string.h>

#include "core/format/date_text.h"
#include "core/format/decimal.h"

static const char *const missing_words[] = {"NA",   "N/A", "n/a",  "nan",
                                            "NaN",  "NAN", "-nan", "null",
                                            "NULL", "?",   "#N/A", "<NA>"};
static const size_t missing_lengths[] = {2, 3, 3, 3, 3, 3, 4, 4, 4, 1, 4, 4};

const CsvWords csv_missing = {missing_words, missing_lengths,
                              sizeof missing_lengths / sizeof(size_t)};

bool csv_is_missing(const CsvWords *words, CsvField f) {
  if (f.n == 0) return true;
  for (size_t i = 0; i < words->n; i++)
    if (words->length[i] == f.n && !memcmp(words->word[i], f.text, f.n))
      return true;
  return false;
}

/* -- numbers ---------------------------------------------------------------- */

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

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
 * two as in 12,34,567; the last has three. Returns 0 for other groupings, and
 * for a first digit 0. */
static size_t take_groups(const CsvNumbers *how, CsvField f, char *out) {
  const char *p = f.text, *end = p + f.n;
  size_t n = 0, digits = 0;
  bool grouped = false;
  if (p < end && (*p == '-' || *p == '+')) out[n++] = *p++;
  if (p < end && *p == '0') return 0;
  for (;;) {
    for (; p < end && is_digit(*p); digits++) out[n++] = *p++;
    if ((size_t)(end - p) < how->thousands_length ||
        memcmp(p, how->thousands, how->thousands_length) != 0)
      break;
    if (!digits || digits > 3 || (grouped && digits == 1)) return 0;
    grouped = true;
    digits = 0;
    p += how->thousands_length;
  }
  if (!grouped || digits != 3) return 0;
  while (p < end) out[n++] = *p++;
  return n;
}

enum { LONGEST = 100 };

static bool read_grouped(const CsvNumbers *how, CsvField f, double *value) {
  char plain[LONGEST];
  if (!how->thousands || f.n > LONGEST) return false;
  const size_t n = take_groups(how, f, plain);
  return n && decimal_read(plain, n, how->point, value);
}

bool csv_number(const CsvNumbers *how, CsvField f, double *value) {
  return decimal_read(f.text, f.n, how->point, value) ||
         read_infinity(f.text, f.n, value) || read_grouped(how, f, value);
}

/* 007, but not 0, 0.5 or 00.5 */
static bool is_code(const char *text, size_t n) {
  if (n && (*text == '-' || *text == '+')) return false;
  if (n < 2 || *text != '0') return false;
  for (size_t i = 0; i < n; i++)
    if (!is_digit(text[i])) return false;
  return true;
}

/* -- units ------------------------------------------------------------------ */

static const char *const units[] = {"%",   "$",   "€",  "£",   "¥",
                                    "₹",   "₽", "₩",  "EUR", "USD",
                                    "GBP", "CHF", "kr", "zł"};

/* A space, or one of the two that do not break lines. */
static size_t space_before(const char *text, size_t n) {
  if (n && text[n - 1] == ' ') return 1;
  if (n >= 2 && !memcmp(text + n - 2, "\u00A0", 2)) return 2;
  return n >= 3 && !memcmp(text + n - 3, "\u202F", 3) ? 3 : 0;
}

static size_t space_after(const char *text, size_t n) {
  if (n && *text == ' ') return 1;
  if (n >= 2 && !memcmp(text, "\u00A0", 2)) return 2;
  return n >= 3 && !memcmp(text, "\u202F", 3) ? 3 : 0;
}

static CsvField strip(CsvField f) {
  for (size_t k; (k = space_after(f.text, f.n)) > 0; f.n -= k) f.text += k;
  for (size_t k; (k = space_before(f.text, f.n)) > 0;) f.n -= k;
  return f;
}

/* Removes the unit at either end; false if there is none. */
static bool strip_unit(CsvField *f, const char *unit) {
  const size_t n = strlen(unit);
  if (f->n <= n) return false;
  const bool before = !memcmp(f->text, unit, n);
  if (!before && memcmp(f->text + f->n - n, unit, n) != 0) return false;
  if (before) f->text += n;
  f->n -= n;
  *f = strip(*f);
  return true;
}

const char *csv_unit(const CsvNumbers *how, CsvField f, double *value) {
  if (f.n < 2 || f.n > LONGEST) return NULL;
  if (is_digit(*f.text) && is_digit(f.text[f.n - 1])) return NULL;
  const bool negative = *f.text == '-', sign = negative || *f.text == '+';
  CsvField rest = f;
  rest.text += sign;
  rest.n -= sign;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    CsvField number = rest;
    double x;
    if (!strip_unit(&number, units[i]) || !number.n) continue;
    if (sign && !is_digit(*number.text) && *number.text != how->point)
      return NULL; /* a second sign */
    if (!csv_number(how, number, &x) || isinf(x)) return NULL;
    *value = negative ? -x : x;
    return units[i];
  }
  return NULL;
}

/* -- other kinds ------------------------------------------------------------ */

static bool read_boolean(CsvField f, double *value) {
  static const char *const words[] = {"false", "False", "FALSE",
                                      "true",  "True",  "TRUE"};
  if (f.n != 4 && f.n != 5) return false;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strlen(words[i]) == f.n && !memcmp(words[i], f.text, f.n)) {
      *value = i >= 3;
      return true;
    }
  return false;
}

static bool read_date(CsvField f, double *value) {
  enum { SHORTEST = 8 };
  const char *end = f.text + f.n;
  double x;
  if (f.n < SHORTEST || date_text_begins(f.text, end, true, &x) != end)
    return false;
  *value = x;
  return true;
}

/* A date such as 31/12/2024. */
static bool read_slashed(CsvDates dates, CsvField f, CsvCell *c) {
  enum { SHORTEST = 6 };
  DateTextOrders d;
  if (f.n < SHORTEST || !date_text_orders(f.text, f.text + f.n, true, &d))
    return false;
  *c =
    (CsvCell){.kind = CSV_SLASHED, .dmy = !isnan(d.dmy), .mdy = !isnan(d.mdy)};
  c->value = c->dmy ? d.dmy : d.mdy;
  if (dates == CSV_DATES_GUESS) return true;
  c->kind = CSV_DATE;
  c->value = dates == CSV_DATES_DMY ? d.dmy : d.mdy;
  return !isnan(c->value);
}

static bool read_time(CsvField f, double *value) {
  enum { SHORTEST = 4 };
  return f.n >= SHORTEST && date_text_time(f.text, f.text + f.n, true, value);
}

static CsvCell number_cell(CsvField f, double x) {
  double unused;
  CsvCell c = {.kind = CSV_NUMBER, .value = x};
  c.lossy = decimal_loses_digits(f.text, f.n, x) &&
            !read_infinity(f.text, f.n, &unused);
  c.code = is_code(f.text, f.n);
  return c;
}

CsvCell csv_cell(const CsvNumbers *how, CsvField f) {
  double x = NAN;
  const char *unit;
  CsvCell slashed;
  /* No standard word is a number, but the user's may be, such as -999. */
  const bool own = how->missing.word != csv_missing.word;
  if (own && csv_is_missing(&how->missing, f))
    return (CsvCell){.kind = CSV_MISSING, .value = NAN};
  if (csv_number(how, f, &x)) return number_cell(f, x);
  if (csv_is_missing(&how->missing, f))
    return (CsvCell){.kind = CSV_MISSING, .value = NAN};
  if (read_date(f, &x)) return (CsvCell){.kind = CSV_DATE, .value = x};
  if (read_slashed(how->dates, f, &slashed)) return slashed;
  if (read_time(f, &x)) return (CsvCell){.kind = CSV_TIME, .value = x};
  if (read_boolean(f, &x)) return (CsvCell){.kind = CSV_BOOLEAN, .value = x};
  if ((unit = csv_unit(how, f, &x)))
    return (CsvCell){.kind = CSV_UNIT, .value = x, .unit = unit};
  return (CsvCell){.kind = CSV_TEXT, .value = NAN};
}
