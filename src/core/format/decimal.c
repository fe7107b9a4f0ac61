#include "core/format/decimal.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* What was read: digits * 10^exponent. The first 19 digits are in `digits`. */
typedef struct Decimal {
  const char *first, *end; /* length of the digits, including the point */
  uint64_t digits;
  size_t kept;   /* digits counted, without leading zeros */
  long exponent; /* of the last digit kept; of all digits if exact */
  bool negative;
} Decimal;

enum { KEPT = 19, LARGEST_EXPONENT = 100000000 };

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

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
  for (; p < end && is_digit(*p); p++) meet_digit(d, *p);
  bool any = p > d->first;
  if (p < end && *p == point) {
    const char *behind = ++p;
    for (; p < end && is_digit(*p); p++) meet_digit(d, *p);
    any = any || p > behind;
    d->exponent -= p - behind;
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
  for (; p < end && is_digit(*p); p++)
    if (value < LARGEST_EXPONENT) value = value * 10 + (*p - '0');
  *exponent += negative ? -value : value;
  return p == end;
}

static const double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

enum { EXACT_POWER = 22 };

/* Both numbers are exact doubles, so the operation rounds only once (Clinger
 * 1990). */
static bool from_doubles(const Decimal *d, double *value) {
  if (d->digits > (UINT64_C(1) << 53)) return false;
  double x = (double)d->digits;
  *value = d->exponent < 0 ? x / powers[-d->exponent] : x * powers[d->exponent];
  return true;
}

#ifdef __SIZEOF_INT128__
/* The same in integers of 128 bits, which hold digits * 5^22 (not long double,
 * which is no wider than double on some processors and under valgrind). A
 * quotient has at least 75 bits, the last of which stands for the remainder, so
 * it rounds to a double as the exact one does. */
static bool from_integers(const Decimal *d, double *value) {
  __extension__ typedef unsigned __int128 Wide;
  const int power = (int)labs(d->exponent);
  const uint64_t five = (uint64_t)ldexp(powers[power], -power);
  const Wide x = d->digits;
  if (d->exponent >= 0) {
    *value = ldexp((double)(x * five), power);
    return true;
  }
  const int shift = 64 + __builtin_clzll(d->digits);
  const Wide top = x << shift, quotient = top / five;
  *value = ldexp((double)(quotient | (quotient * five != top)), -shift - power);
  return true;
}
#else
static bool from_integers(const Decimal *d, double *value) {
  (void)d;
  (void)value;
  return false;
}
#endif

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
    if (!is_digit(*p) || (n == 0 && *p == '0')) continue;
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

/* Adds the digits from p on to *digits; returns their end. */
static inline const char *take_digits(const char *p, const char *end,
                                      uint64_t *digits) {
  for (; p < end && is_digit(*p); p++)
    *digits = *digits * 10 + (uint64_t)(*p - '0');
  return p;
}

const char *decimal_begins(const char *p, const char *end, char point,
                           double *value) {
  enum { MOST = 18 }; /* more could overflow 64 bits */
  const bool negative = p < end && *p == '-';
  const char *first = p + negative;
  uint64_t digits = 0;
  p = take_digits(first, end, &digits);
  ptrdiff_t behind = 0;
  if (p == first) return NULL;
  if (p < end && *p == point) {
    const char *fraction = ++p;
    p = take_digits(p, end, &digits);
    behind = p - fraction;
  }
  if (p - first > MOST || digits > (UINT64_C(1) << 53)) return NULL;
  const double x = (double)digits / powers[behind];
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
  bool small = d.kept <= KEPT && labs(d.exponent) <= EXACT_POWER;
  if (!small || !(from_doubles(&d, &x) || from_integers(&d, &x)))
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
  if (fabs(value) < 9007199254740992.0) return false; /* 2^53 */
  if (n && (*text == '-' || *text == '+')) text++;
  while (text < end && *text == '0') text++;
  for (const char *p = text; p < end; p++)
    if (!is_digit(*p)) return false;
  if (end - text > MOST_DIGITS) return true;
  for (size_t i = 0; i < sizeof primes / sizeof *primes; i++)
    if (fmod(fabs(value), (double)primes[i]) !=
        digits_modulo(text, end, primes[i]))
      return true;
  return false;
}
