/* ticks.c - round numbers along an axis. */
#include "plot/figure/ticks.h"
#include "sys/utf8.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ROUND_MOST = 22, DIGITS_MOST = 15, PLAIN_FROM = -4, PLAIN_TO = 5 };

static Range ascending(Range r) {
  return r.lo < r.hi ? r : (Range){r.hi, r.lo};
}

double ticks_nice_step(Range r, size_t parts) {
  double rough = r.hi / (double)parts - r.lo / (double)parts;
  double power = pow(10, floor(log10(rough)));
  double part = rough / power;
  double step = part < 1.4 ? 1 : part < 2.8 ? 2 : part < 7 ? 5 : 10;
  return step * power;
}

static int exponent_of(double x) { return (int)floor(log10(fabs(x)) + 1e-9); }

/* A minus sign as wide as a digit, not a hyphen. */
static void write_number(char out[TICK_TEXT], double x, int decimals) {
  char plain[TICK_TEXT - 8];
  snprintf(plain, sizeof plain, "%.*f", decimals, fabs(x));
  bool zero = strspn(plain, "0.") == strlen(plain);
  snprintf(out, TICK_TEXT, "%s%s", x < 0 && !zero ? "\u2212" : "", plain);
}

static int clamp_digits(int n) {
  return n < 0 ? 0 : n > DIGITS_MOST ? DIGITS_MOST : n;
}

/* All labels of an axis share the power of ten. */
static void write_label(char *out, double x, double step, double largest) {
  int power = exponent_of(largest);
  if (power >= PLAIN_FROM && power <= PLAIN_TO) {
    write_number(out, x, clamp_digits(-exponent_of(step)));
    return;
  }
  char mantissa[TICK_TEXT];
  if (x == 0) {
    strcpy(out, "0");
    return;
  }
  int decimals = clamp_digits(power - exponent_of(step));
  write_number(mantissa, x / pow(10, power), decimals);
  snprintf(out, TICK_TEXT, "%.24s\u00b710^{%d}", mantissa, power);
}

static void add(Ticks *t, double at) {
  if (t->n < TICKS_MOST) t->at[t->n++] = at;
}

void ticks_linear(Ticks *out, Range range, size_t most) {
  Range r = ascending(range);
  if (most > ROUND_MOST) most = ROUND_MOST;
  double step = ticks_nice_step(r, most ? most : 1), slack = step * 1e-9;
  double first = ceil((r.lo - slack) / step);
  out->n = 0;
  for (size_t i = 0; i < TICKS_MOST; i++) {
    double at = (first + (double)i) * step;
    if (!(at <= r.hi + slack)) break;
    add(out, fabs(at) < slack ? 0 : at);
  }
  double largest = fmax(fabs(r.lo), fabs(r.hi));
  for (size_t i = 0; i < out->n; i++)
    write_label(out->text[i], out->at[i], step, largest);
}

/* Truncates a text, but not within a character. */
static void write_start(char out[TICK_TEXT], const char *text) {
  size_t n = strlen(text);
  if (n < TICK_TEXT) {
    memcpy(out, text, n + 1);
    return;
  }
  n = utf8_cut(text, TICK_TEXT - sizeof "\u2026");
  snprintf(out, TICK_TEXT, "%.*s\u2026", (int)n, text);
}

void ticks_given(Ticks *out, const Names *names) {
  const char *text = names->texts;
  out->n = 0;
  for (size_t i = 0; i < names->n && i < TICKS_MOST; i++) {
    write_start(out->text[i], text);
    text += strlen(text) + 1;
    add(out, names->at[i]);
  }
}

/* -- logarithmic ---------------------------------------------------------- */

static bool within(Range r, double at) {
  return at >= r.lo * (1 - 1e-9) && at <= r.hi * (1 + 1e-9);
}

static void decades(Ticks *out, Range r, int first, int last, size_t most) {
  int count = 0;
  for (int k = first; k <= last; k++) count += within(r, pow(10, k));
  int step = 1 + (count - 1) / (int)(most ? most : 1);
  for (int k = first; k <= last; k++)
    if (k % step == 0 && within(r, pow(10, k))) {
      if (out->n == TICKS_MOST) return;
      snprintf(out->text[out->n], TICK_TEXT, "10^{%d}", k);
      add(out, pow(10, k));
    }
}

static void write_plain_or_power(char *out, int digit, int power) {
  if (power >= -3 && power <= PLAIN_TO)
    write_number(out, digit * pow(10, power), clamp_digits(-power));
  else
    snprintf(out, TICK_TEXT, "%d\u00b710^{%d}", digit, power);
}

static void parts_of_decades(Ticks *out, Range r, int first, int last) {
  static const int digits[] = {1, 2, 5};
  for (int k = first; k <= last; k++)
    for (int i = 0; i < 3; i++) {
      double at = digits[i] * pow(10, k);
      if (!within(r, at) || out->n == TICKS_MOST) continue;
      write_plain_or_power(out->text[out->n], digits[i], k);
      add(out, at);
    }
}

void ticks_log(Ticks *out, Range range, size_t most) {
  Range r = ascending(range);
  int first = (int)floor(log10(r.lo)), last = (int)ceil(log10(r.hi));
  out->n = 0;
  decades(out, r, first, last, most);
  if (out->n >= 3 || (double)last - first > 4) return;
  out->n = 0;
  parts_of_decades(out, r, first, last);
  if (out->n < 2) ticks_linear(out, range, most);
}
