/* tick_numbers.c - numbers are kept as a whole number and a power of ten, so
 * that labels are exact. */
#include "plot/figure/tick_numbers.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MINUS "\u2212" /* as wide as a digit, unlike a hyphen */

/* -- steps ----------------------------------------------------------------- */

TickStep tick_numbers_step(Range r, size_t parts) {
  double rough = r.hi / (double)parts - r.lo / (double)parts;
  int power = (int)floor(log10(rough));
  double part = rough / tick_numbers_value(1, power);
  if (part >= 7) return (TickStep){1, power + 1};
  return (TickStep){part < 1.4 ? 1 : part < 2.8 ? 2 : 5, power};
}

TickStep tick_numbers_coarser(TickStep s) {
  if (s.digit == 5) return (TickStep){1, s.power + 1};
  return (TickStep){s.digit == 1 ? 2 : 5, s.power};
}

TickStep tick_numbers_finer(TickStep s) {
  if (s.digit == 1) return (TickStep){5, s.power - 1};
  return (TickStep){s.digit == 5 ? 2 : 1, s.power};
}

double tick_numbers_value(double whole, int power) {
  char digits[64];
  snprintf(digits, sizeof digits, "%.0fe%d", whole, power);
  return strtod(digits, NULL);
}

/* -- labels ---------------------------------------------------------------- */

/* How the labels of an axis are written: with a power of ten, or 0. */
typedef struct Form {
  int power, decimals;
} Form;

/* The power of ten of whole * 10^power. */
static int exponent_of(double whole, int power) {
  return whole == 0 ? power : (int)floor(log10(fabs(whole)) + 1e-12) + power;
}

/* Plain digits are read more easily, unless most of them are zeros. */
static Form form_of(double smallest, double largest, int power) {
  enum { PLAIN_FROM = -4, PLAIN_TO = 5, LONG_TO = 8, MANY = 3 };
  int top = exponent_of(largest, power);
  bool plain = top >= PLAIN_FROM &&
               (top <= PLAIN_TO || (top <= LONG_TO && top - power >= MANY));
  if (!plain && smallest < 10 && largest < 20 && largest != 10)
    top = power; /* 2·10^6 to 12·10^6, not 0.2·10^7 to 1.2·10^7 */
  int decimals = (plain ? 0 : top) - power;
  return (Form){plain ? 0 : top, decimals > 0 ? decimals : 0};
}

static void write_label(char *out, double whole, int power, Form form) {
  const char *minus = whole < 0 ? MINUS : "";
  double value = tick_numbers_value(fabs(whole), power - form.power);
  if (!form.power)
    snprintf(out, TICK_TEXT, "%s%.*f", minus, form.decimals, value);
  else if (whole == 0)
    strcpy(out, "0");
  else
    snprintf(out, TICK_TEXT, "%s%.*f\u00b710^{%d}", minus, form.decimals, value,
             form.power);
}

/* -- the offset ------------------------------------------------------------ */

/* Digits without trailing zeros and a power: "12345600", "1e6", "1.5e−9". */
static void write_shortest(char *out, size_t room, double whole, int power) {
  enum { PLAIN_FROM = -6, ZEROS = 5, PLAIN_TO = 12 };
  while (whole != 0 && fmod(whole, 10) == 0) {
    whole /= 10;
    power++;
  }
  int top = exponent_of(whole, power), decimals = top - power;
  if (power < ZEROS && top >= PLAIN_FROM && top < PLAIN_TO)
    snprintf(out, room, "%.*f", power < 0 ? -power : 0,
             tick_numbers_value(whole, power));
  else
    snprintf(out, room, "%.*fe%s%d", decimals,
             tick_numbers_value(whole, power - top), top < 0 ? MINUS : "",
             abs(top));
}

static double power_of_ten(int n) { return tick_numbers_value(1, n); }

/* The leading digits that the numbers between low and high >= 0 share; 0 if
 * they are too few to be worth an offset. High may be just above a multiple of
 * what is shared, and low just below. */
static double shared_part(double low, double high, bool plain) {
  enum { DIGITS = 16 };
  static const double WORTH = 1000;
  if (high < (plain ? 1e5 : 1e4)) return 0;
  for (int n = 1; n < DIGITS; n++) {
    double unit = power_of_ten(n), top = floor(high / unit);
    double apart = top - floor(low / unit);
    if (top < WORTH) return 0;
    if (apart == 0 || (apart == 1 && high - low <= unit / 10))
      return top * unit;
  }
  return 0;
}

static double offset_of(const Ticks *t, const double *multiples, int power) {
  if (t->n < 2) return 0;
  double first = multiples[0], last = multiples[t->n - 1];
  double largest = fmax(fabs(first), fabs(last));
  bool plain = form_of(largest, largest, power).power == 0;
  if (first > 0) return shared_part(first, last, plain);
  return last < 0 ? -shared_part(-last, -first, plain) : 0;
}

void tick_numbers_label(Ticks *t, const double *multiples, int power) {
  double offset = offset_of(t, multiples, power);
  double smallest = INFINITY, largest = 0;
  char digits[TICK_TEXT - 8];
  for (size_t i = 0; i < t->n; i++) {
    double size = fabs(multiples[i] - offset);
    largest = fmax(largest, size);
    if (size > 0) smallest = fmin(smallest, size);
  }
  Form form = form_of(smallest, largest, power);
  for (size_t i = 0; i < t->n; i++)
    write_label(t->text[i], multiples[i] - offset, power, form);
  t->offset[0] = 0;
  if (offset == 0) return;
  write_shortest(digits, sizeof digits, fabs(offset), power);
  snprintf(t->offset, TICK_TEXT, "%s%s", offset < 0 ? MINUS : "+", digits);
}

void tick_numbers_write(char out[TICK_TEXT], double x) {
  enum { DIGITS = 12 };
  char number[TICK_TEXT], digits[TICK_TEXT - 8];
  if (!isfinite(x) || x == 0) {
    snprintf(out, TICK_TEXT, "%g", x == 0 ? 0 : x);
    return;
  }
  snprintf(number, sizeof number, "%.*e", DIGITS - 1, fabs(x));
  char *exponent = strchr(number, 'e');
  int power = atoi(exponent + 1) - (DIGITS - 1);
  *exponent = 0;
  memmove(number + 1, number + 2, strlen(number + 1));
  write_shortest(digits, sizeof digits, strtod(number, NULL), power);
  snprintf(out, TICK_TEXT, "%s%s", x < 0 ? MINUS : "", digits);
}
