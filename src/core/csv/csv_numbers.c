#include "core/csv/csv_numbers.h"

#include <string.h>

enum { FIELDS = 10000 };

static CsvNumbers with(const CsvFormat *format, char point,
                       const char *thousands) {
  CsvNumbers how = format->numbers;
  how.point = point;
  if (how.thousands) return how;
  how.thousands = thousands;
  how.thousands_length = thousands ? strlen(thousands) : 0;
  return how;
}

static bool reads(const CsvNumbers *how, CsvField f) {
  double value;
  return csv_number(how, f, &value) || csv_unit(how, f, &value);
}

static bool contains(CsvField f, const char *mark) {
  const size_t n = strlen(mark);
  const char *end = f.text + f.n, *p = f.text;
  while ((p = memchr(p, *mark, (size_t)(end - p))) && (size_t)(end - p) >= n) {
    if (!memcmp(p, mark, n)) return true;
    p++;
  }
  return false;
}

/* Does the number have decimal places or a unit? */
static bool is_certain(const CsvNumbers *how, CsvField f) {
  double value;
  return memchr(f.text, how->point, f.n) || csv_unit(how, f, &value);
}

/* The mark between groups of digits in the number; NULL if there is none. */
static const char *groups_of(const CsvFormat *format, char point, CsvField f) {
  static const char *const marks[] = {",", ".",      "'",     "’",
                                      " ", "\u00A0", "\u202F"};
  enum { BLANKS = 4, SHORTEST = 5, LONGEST = 40 };
  if (f.n < SHORTEST || f.n > LONGEST) return NULL;
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    if (*marks[i] == point || !contains(f, marks[i])) continue;
    const CsvNumbers how = with(format, point, marks[i]);
    if (!reads(&how, f)) continue;
    return i < BLANKS || is_certain(&how, f) ? marks[i] : NULL;
  }
  return NULL;
}

static bool reads_with(const CsvFormat *format, char point, CsvField f) {
  const CsvNumbers plain = with(format, point, NULL);
  return reads(&plain, f) || groups_of(format, point, f);
}

/* Numbers such as 1,234 can be read in both ways; they decide only if nothing
 * else does. */
static void guess_point(CsvNumbersGuess *g, const char *text, size_t n,
                        const CsvFormat *format) {
  CsvReader r = csv_reader(text, n, format->syntax);
  int commas = 0, points = 0, both = 0;
  for (int i = 0; i < FIELDS && (r.column || csv_row(&r)); i++) {
    CsvField f;
    if (csv_field(&r, &f).code) break;
    const bool comma = reads_with(format, ',', f);
    const bool point = reads_with(format, '.', f);
    commas += comma && !point;
    points += point && !comma;
    if (comma && point && contains(f, ",") && both++ == 0) g->comma = f;
  }
  g->close = both && commas == points;
  g->point = commas > points || g->close ? ',' : '.';
}

static void guess_groups(CsvNumbersGuess *g, const char *text, size_t n,
                         const CsvFormat *format) {
  CsvReader r = csv_reader(text, n, format->syntax);
  const CsvNumbers plain = with(format, g->point, NULL);
  for (int i = 0; i < FIELDS && (r.column || csv_row(&r)); i++) {
    if (csv_field(&r, &g->example).code) return;
    if (reads(&plain, g->example)) continue;
    g->thousands = groups_of(format, g->point, g->example);
    if (g->thousands) return;
  }
}

CsvNumbersGuess csv_numbers_guess(const char *text, size_t n,
                                  const CsvFormat *format) {
  CsvNumbersGuess g = {.point = format->numbers.point};
  if (!g.point && format->syntax.separator == ',') g.point = '.';
  if (!g.point) guess_point(&g, text, n, format);
  if (!format->numbers.thousands) guess_groups(&g, text, n, format);
  return g;
}
