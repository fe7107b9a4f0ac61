/* number_form.c - see number_form.h. Each number is written twice, to find the
 * common form and in it, so most avoid snprintf. */
#include "lua/array/number_form.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* More digits than EXACT may not be those of the number. */
enum { DIGITS = 17, EXACT = 15, CELL = NUMBER_FORM_LONGEST };

/* -- one number ----------------------------------------------------------- */

static const double powers[EXACT + 1] = {1e0,  1e1,  1e2,  1e3, 1e4,  1e5,
                                         1e6,  1e7,  1e8,  1e9, 1e10, 1e11,
                                         1e12, 1e13, 1e14, 1e15};

/* Writes an integer with the point before its last `places` digits. */
static void write_digits(char *text, uint64_t digits, int places) {
  char reversed[32];
  int n = 0;
  do {
    reversed[n++] = (char)('0' + digits % 10);
    if (n == places) reversed[n++] = '.';
    digits /= 10;
  } while (digits || n <= places + (places > 0));
  while (n) *text++ = reversed[--n];
  *text = 0;
}

/* Writes x with that many decimal places. The product is off by at most one
 * unit in its last place, so rounding it is safe unless it is close to a
 * half. */
static void write_fixed(char *text, double x, int places) {
  const double size = fabs(x);
  const double scaled = places <= EXACT ? size * powers[places] : INFINITY;
  const double whole = floor(scaled), rest = scaled - whole;
  if (scaled >= 1e15 || fabs(rest - 0.5) <= scaled * 0x1p-52) {
    snprintf(text, CELL, "%.*f", places, x);
    return;
  }
  if (signbit(x)) *text++ = '-';
  write_digits(text, (uint64_t)whole + (rest > 0.5), places);
}

/* The fewest significant digits, at most `most`, that read back as x. */
static int digits_needed(double x, int most) {
  char text[CELL];
  for (int n = 1; n < most; n++) {
    snprintf(text, sizeof text, "%.*e", n - 1, x);
    if (strtod(text, NULL) == x) return n;
  }
  return most;
}

/* Drops trailing zeros of a fraction; returns the remaining number of decimal
 * places. */
static int trim(char *digits, int behind) {
  size_t n = strlen(digits);
  while (behind > 0 && digits[n - 1] == '0') {
    digits[--n] = 0;
    behind--;
  }
  if (!behind && n && digits[n - 1] == '.') digits[n - 1] = 0;
  return behind;
}

/* Writes x in fixed notation; returns its decimal places. If `precision` places
 * show at most EXACT digits, the digits behind those of x are zeros. */
static int write_plain(char *text, double x, int precision) {
  int behind = precision;
  if (x == 0) behind = 0;
  if (precision > EXACT || fabs(x) >= powers[EXACT - precision]) {
    const int exponent = x == 0 ? 0 : (int)floor(log10(fabs(x)));
    behind = digits_needed(x, DIGITS) - 1 - exponent;
    if (behind < 0) behind = 0;
    if (behind > precision) behind = precision;
  }
  write_fixed(text, x == 0 ? 0 : x, behind); /* no -0 */
  return trim(text, behind);
}

/* Decimal places of the mantissa in exponent notation. Subnormal numbers have
 * fewer digits. */
static int behind_exponent(double x, int precision) {
  char text[CELL];
  int behind = precision;
  if (precision >= EXACT || fabs(x) < DBL_MIN) {
    behind = digits_needed(x, DIGITS) - 1;
    if (behind > precision) behind = precision;
  }
  snprintf(text, sizeof text, "%.*e", behind, x);
  *strchr(text, 'e') = 0;
  return trim(text, behind);
}

/* -- the common form ------------------------------------------------------ */

NumberForm number_form_begin(int precision, size_t line) {
  return (NumberForm){.precision = precision,
                      .line = line,
                      .low = INFINITY,
                      .high = 0,
                      .whole = true};
}

void number_form_range(NumberForm *f, double x) {
  const double size = fabs(x);
  if (!isfinite(x)) return;
  if (x != floor(x)) f->whole = false;
  if (x == 0) return;
  if (size < f->low) f->low = size;
  if (size > f->high) f->high = size;
}

/* Integers use fixed notation even over a wide range. */
void number_form_choose(NumberForm *f) {
  f->exponent =
    f->high > 0 && (f->high >= 1e8 || f->low < 1e-4 || f->high / f->low > 1000);
  if (f->whole && f->high < 1e15) f->exponent = false;
}

static const char *word_of(double x) {
  if (isnan(x)) return "nan";
  return x > 0 ? "inf" : "-inf";
}

/* Writes x without padding; returns its decimal places. In exponent notation
 * they are `behind`, or its own if negative. */
static int write_number(char *text, const NumberForm *f, double x, int behind) {
  if (!isfinite(x)) {
    strcpy(text, word_of(x));
    return 0;
  }
  if (!f->exponent) return write_plain(text, x, f->precision);
  if (behind < 0) behind = behind_exponent(x, f->precision);
  snprintf(text, CELL, "%.*e", behind, x == 0 ? 0 : x); /* no -0 */
  return behind;
}

void number_form_fit(NumberForm *f, double x) {
  char text[CELL];
  const int behind = write_number(text, f, x, -1);
  const int before = (int)strcspn(text, ".e");
  const int after = (int)strlen(text + strcspn(text, "e"));
  if (behind > f->behind) f->behind = behind;
  if (after > f->after) f->after = after;
  int *widest = isfinite(x) ? &f->before : &f->word;
  if (before > *widest) *widest = before;
}

/* A nan or inf may extend over the decimal places. */
void number_form_end(NumberForm *f) {
  const int behind = f->behind ? f->behind + 1 : 0;
  if (f->word > f->before + behind) f->before = f->word - behind;
}

size_t number_form_width(const NumberForm *f) {
  size_t full = (size_t)f->before;
  if (f->behind) full += 1 + (size_t)f->behind;
  return full + (size_t)f->after;
}

size_t number_form_add(const NumberForm *f, luaL_Buffer *b, double x) {
  char text[CELL];
  const int behind = write_number(text, f, x, f->behind);
  const size_t before = strcspn(text, ".e");
  if (isfinite(x) && f->behind && !f->exponent && !behind) strcat(text, ".");
  const size_t width = strlen(text), full = number_form_width(f);
  const size_t left = isfinite(x) ? (size_t)f->before - before : full - width;
  char *out = luaL_prepbuffsize(b, full);
  memset(out, ' ', full);
  for (size_t i = 0; i < width; i++) out[left + i] = text[i];
  luaL_addsize(b, full);
  return full;
}
