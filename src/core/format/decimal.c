#include "core/format/decimal.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/format/decimal_scale.h"
#include "core/format/digits.h"

/* What was read: digits * 10^exponent. The first 19 digits are in `digits`. */
typedef struct Decimal {
  const char *first, *end; /* length of the digits, including the point */
  uint64_t digits;
  size_t kept;   /* digits counted, without leading zeros */
  long exponent; /* of the last digit kept; of all digits if exact */
  bool negative;
} Decimal;

enum { KEPT = 19, LARGEST_EXPONENT = 100000000 };

/* Integers up to this one are exact doubles. */
static const uint64_t EXACT_DIGITS = UINT64_C(1) << 53;

static void meet_digit(Decimal *d, char c) {
  if (d->kept < KEPT)
    d->digits = d->digits * 10 + (uint64_t)(c - '0');
  else
    d->exponent++;
  if (d->digits) d->kept++;
}

/* Parses digits with at most one point; false if there are none. */
static bool read_digits(Decimal *d, const char *end, char point) {
  const char *p = d->first;
  for (; p < end && digits_is(*p); p++) meet_digit(d, *p);
  bool any = p > d->first;
  if (p < end && *p == point) {
    const char *fraction = ++p;
    for (; p < end && digits_is(*p); p++) meet_digit(d, *p);
    any = any || p > fraction;
    d->exponent -= p - fraction;
  }
  d->end = p;
  return any;
}

/* Parses "e-5" up to the end; values beyond the range of doubles are
 * clamped. */
static bool read_exponent(const char *p, const char *end, long *exponent) {
  if (p == end) return true;
  if (*p != 'e' && *p != 'E') return false;
  bool negative = ++p < end && *p == '-';
  if (p < end && (*p == '-' || *p == '+')) p++;
  if (p == end) return false;
  long value = 0;
  for (; p < end && digits_is(*p); p++)
    if (value < LARGEST_EXPONENT) value = value * 10 + (*p - '0');
  *exponent += negative ? -value : value;
  return p == end;
}

/* Writes "e-12" and a NUL. */
static void put_exponent(char *p, long exponent) {
  char digits[24];
  size_t n = 0;
  unsigned long rest = (unsigned long)labs(exponent);
  *p++ = 'e';
  if (exponent < 0) *p++ = '-';
  do digits[n++] = (char)('0' + rest % 10);
  while (rest /= 10);
  while (n) *p++ = digits[--n];
  *p = 0;
}

/* strtod needs a NUL-terminated string and its point depends on the locale, so
 * the digits are copied without a point. Up to 768 digits matter for rounding;
 * of further ones only whether all are zero. */
static double from_text(const Decimal *d) {
  enum { DECIDING = 800 };
  char text[DECIDING + 32];
  size_t n = 0, dropped = 0;
  bool more = false;
  for (const char *p = d->first; p < d->end; p++) {
    if (!digits_is(*p) || (n == 0 && *p == '0')) continue;
    if (n < DECIDING) {
      text[n++] = *p;
      continue;
    }
    more = more || *p != '0';
    dropped++;
  }
  /* d->exponent is that of the last digit kept (at most KEPT): convert it to
   * that of the last digit, then of the last one copied. */
  long last = d->exponent - (d->kept > KEPT ? (long)(d->kept - KEPT) : 0);
  long exponent = last + (long)dropped;
  if (more) {
    text[n++] = '1';
    exponent--;
  }
  if (n == 0) text[n++] = '0';
  put_exponent(text + n, exponent);
  return strtod(text, NULL);
}

/* Reads an exponent, if there is one at p; NULL if it is not a short one. */
static inline const char *take_exponent(const char *p, const char *end,
                                        long *exponent) {
  enum { MOST = 4 };
  if (p == end || (*p | 0x20) != 'e') return p;
  const bool negative = ++p < end && *p == '-';
  if (p < end && (*p == '-' || *p == '+')) p++;
  uint64_t digits = 0;
  const char *after = digits_take(p, end, &digits);
  if (after == p || after - p > MOST) return NULL;
  *exponent += negative ? -(long)digits : (long)digits;
  return after;
}

const char *decimal_begins(const char *p, const char *end, char point,
                           double *value) {
  const bool negative = p < end && *p == '-';
  const char *first = p + negative;
  uint64_t digits = 0;
  long exponent = 0;
  p = digits_take(first, end, &digits);
  ptrdiff_t count = p - first;
  const char *whole = p;
  if (p < end && *p == point) {
    const char *fraction = ++p;
    p = digits_take(p, end, &digits);
    exponent = fraction - p;
    count += p - fraction;
  }
  if (!count || count > KEPT) return NULL;
  p = take_exponent(p, end, &exponent);
  double x;
  if (!p || (p == whole && digits > EXACT_DIGITS) ||
      !decimal_scale(digits, exponent, &x))
    return NULL;
  *value = negative ? -x : x;
  return p;
}

bool decimal_read(const char *text, size_t n, char point, double *value) {
  const char *end = text + n;
  double plain;
  if (decimal_begins(text, end, point, &plain) == end) {
    *value = plain;
    return true;
  }
  Decimal d = {text, text, 0, 0, 0, false};
  d.negative = n && *text == '-';
  if (n && (*text == '-' || *text == '+')) d.first++;
  if (!read_digits(&d, end, point)) return false;
  if (!read_exponent(d.end, end, &d.exponent)) return false;
  double x;
  if (d.kept > KEPT || !decimal_scale(d.digits, d.exponent, &x))
    x = from_text(&d);
  *value = d.negative ? -x : x;
  return true;
}

/* The remainder of the digits divided by a number below 2^32. */
static double digits_modulo(const char *p, const char *end, uint64_t prime) {
  uint64_t rest = 0;
  for (; p < end; p++) rest = (rest * 10 + (uint64_t)(*p - '0')) % prime;
  return (double)rest;
}

/* Digits and their double differ by at most half a unit in the last place. Up
 * to 43 digits that is less than the product of the primes, so equal remainders
 * imply equal numbers. */
bool decimal_loses_digits(const char *text, size_t n, double value) {
  static const uint64_t primes[] = {4294967291, 4294967279, 4294967231};
  enum { MOST_DIGITS = 43 };
  const char *end = text + n;
  if (isinf(value)) return true;
  if (fabs(value) < (double)EXACT_DIGITS) return false;
  if (n && (*text == '-' || *text == '+')) text++;
  while (text < end && *text == '0') text++;
  for (const char *p = text; p < end; p++)
    if (!digits_is(*p)) return false;
  if (end - text > MOST_DIGITS) return true;
  for (size_t i = 0; i < sizeof primes / sizeof *primes; i++)
    if (fmod(fabs(value), (double)primes[i]) !=
        digits_modulo(text, end, primes[i]))
      return true;
  return false;
}
