/* ticks.c - round numbers along an axis. */
#include "plot/figure/ticks.h"
#include "plot/figure/symlog.h"
#include "plot/figure/tick_dates.h"
#include "plot/figure/tick_numbers.h"
#include "sys/utf8.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

const char *const tick_words[] = {"linear", "whole", "log",
                                  "symlog", "dates", NULL};

/* With a finite length: the margin beside the largest numbers overflows. */
static Range ascending(Range r) {
  static const double MOST = DBL_MAX / 4;
  double lo = fmin(r.lo, r.hi), hi = fmax(r.lo, r.hi);
  return (Range){fmax(lo, -MOST), fmin(hi, MOST)};
}

double ticks_nice_step(Range r, size_t parts) {
  TickStep step = tick_numbers_step(r, parts);
  return tick_numbers_value(step.digit, step.power);
}

/* -- linear ---------------------------------------------------------------- */

/* Multiples of the step within the range; returns their number, which may be
 * more than there is room for. */
static size_t take_multiples(Ticks *out, double *multiples, Range r,
                             TickStep step) {
  double width = tick_numbers_value(step.digit, step.power);
  double slack = width * 1e-9, k = floor(r.lo / width) - 1;
  out->n = 0;
  for (size_t i = 0; i < TICKS_ROUND + 4; i++, k++) {
    double at = tick_numbers_value(k * step.digit, step.power);
    if (at < r.lo - slack) continue;
    if (!(at <= r.hi + slack)) break;
    multiples[out->n] = k * step.digit;
    out->at[out->n++] = at;
  }
  return out->n;
}

/* `least`: the smallest power of ten of a step. */
static void take_linear(Ticks *out, Range range, size_t most, int least) {
  double multiples[TICKS_ROUND + 4];
  Range r = ascending(range);
  if (most >= TICKS_ROUND) most = TICKS_ROUND - 1;
  TickStep step = tick_numbers_step(r, most ? most : 1);
  if (step.power < least) step = (TickStep){1, least};
  while (take_multiples(out, multiples, r, step) > TICKS_ROUND)
    step = tick_numbers_coarser(step);
  while (out->n < 2 && (step.power > least || step.digit > 1)) {
    step = tick_numbers_finer(step);
    take_multiples(out, multiples, r, step);
  }
  tick_numbers_label(out, multiples, step.power);
}

enum { ANY_POWER = -400 };

void ticks_linear(Ticks *out, Range range, size_t most) {
  take_linear(out, range, most, ANY_POWER);
}

/* An axis shorter than 1 has no two whole numbers. */
static void take_whole(Ticks *out, Range range, size_t most) {
  take_linear(out, range, most, 0);
  if (out->n < 2) ticks_linear(out, range, most);
}

/* -- given ----------------------------------------------------------------- */

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

void ticks_given(Ticks *out, const Names *names, size_t every) {
  const char *text = names->texts;
  size_t ten = every / 10 % 10, one = every % 10;
  const char *ending = ten == 1 || one > 3 || !one ? "th"
                       : one == 1                  ? "st"
                       : one == 2                  ? "nd"
                                                   : "rd";
  out->n = 0;
  out->offset[0] = 0;
  if (every > 1 && names->n > 1)
    snprintf(out->offset, TICK_TEXT, "every %zu%s label", every, ending);
  for (size_t i = 0; i < names->n && out->n < TICKS_MOST; i++) {
    if (i % every == 0) {
      write_start(out->text[out->n], text);
      out->at[out->n++] = names->at[i];
    }
    text += strlen(text) + 1;
  }
}

/* -- logarithmic ---------------------------------------------------------- */

static bool within(Range r, double at) {
  double slack = 1e-9;
  return at >= r.lo - slack * fabs(r.lo) && at <= r.hi + slack * fabs(r.hi);
}

/* Adds sign * digit * 10^power if it is in the range. */
static void add_power(Ticks *out, Range r, int sign, int digit, int power) {
  double at = sign * tick_numbers_value(digit, power);
  const char *minus = sign < 0 ? "\u2212" : "";
  if (!within(r, at) || out->n == TICKS_MOST) return;
  char *text = out->text[out->n];
  out->at[out->n++] = at;
  if (digit == 1)
    snprintf(text, TICK_TEXT, "%s10^{%d}", minus, power);
  else
    snprintf(text, TICK_TEXT, "%s%d\u00b710^{%d}", minus, digit, power);
}

/* Every `step`-th power, beginning with a multiple of it if two fit. */
static void take_decades(Ticks *out, Range r, size_t most) {
  int first = (int)ceil(log10(r.lo) - 1e-9),
      last = (int)floor(log10(r.hi) + 1e-9);
  if (most >= TICKS_ROUND) most = TICKS_ROUND - 1;
  int step = 1 + (last - first) / (int)(most > 1 ? most : 2);
  int start = first + ((-first) % step + step) % step;
  if (start + step > last) start = first;
  for (int k = start; k <= last; k += step) add_power(out, r, 1, 1, k);
}

/* All labels are plain digits, or all have a power of ten. */
static void take_parts_of_decades(Ticks *out, Range r) {
  static const int digits[] = {1, 2, 5};
  static const double PLAIN_FROM = 1e-3, PLAIN_BELOW = 1e6;
  int first = (int)floor(log10(r.lo)), last = (int)ceil(log10(r.hi));
  bool plain = r.lo >= PLAIN_FROM && r.hi < PLAIN_BELOW;
  for (int k = first; k <= last; k++)
    for (int i = 0; i < 3; i++) {
      size_t n = out->n;
      add_power(out, r, 1, digits[i], k);
      if (plain && out->n > n)
        snprintf(out->text[n], TICK_TEXT, "%.*f", k < 0 ? -k : 0, out->at[n]);
    }
}

void ticks_log(Ticks *out, Range range, size_t most) {
  Range r = ascending(range);
  out->n = 0;
  out->offset[0] = 0;
  take_decades(out, r, most);
  if (out->n >= 3 || log10(r.hi) - log10(r.lo) > 3) return;
  out->n = 0;
  take_parts_of_decades(out, r);
  if (out->n < 2) ticks_linear(out, range, most);
}

/* -- symmetrically logarithmic --------------------------------------------- */

/* 0 and powers of ten from the threshold on, negative ones first. */
static void take_both_signs(Ticks *out, Range r, int from, int step) {
  enum { FAR = 308 };
  int first = from + step - 1, last = first; /* as far from 0 as apart */
  double largest = fmax(fabs(r.lo), fabs(r.hi));
  while (last + step <= FAR && tick_numbers_value(1, last + step) <= largest)
    last += step;
  for (int k = last; k >= first; k -= step) add_power(out, r, -1, 1, k);
  if (within(r, 0) && out->n < TICKS_MOST) {
    strcpy(out->text[out->n], "0");
    out->at[out->n++] = 0;
  }
  for (int k = first; k <= last; k += step) add_power(out, r, 1, 1, k);
}

static void take_symlog(Ticks *out, Range range, double threshold,
                        size_t most) {
  Range r = ascending(range);
  int from = (int)ceil(log10(threshold) - 1e-9);
  out->n = 0;
  out->offset[0] = 0;
  if (r.lo >= threshold) {
    ticks_log(out, range, most);
    return;
  }
  if (most >= TICKS_ROUND) most = TICKS_ROUND - 1;
  double length = symlog_of(r.hi, threshold) - symlog_of(r.lo, threshold);
  int step = 1 + (int)(length / (double)(most > 1 ? most : 2));
  if (r.hi > threshold || r.lo < -threshold)
    take_both_signs(out, r, from, step);
  if (out->n < 2) ticks_linear(out, range, most);
}

/* -- which of them --------------------------------------------------------- */

TickRule ticks_rule(const Axes *axes, AxesDirection which) {
  TickRule rule = {.names = axes->names[which]};
  if (axes->log[which])
    rule.kind = TICKS_LOG;
  else if (axes->symlog[which]) {
    rule.kind = TICKS_SYMLOG;
    rule.threshold = axes_threshold(axes, which);
  } else if (axes->dates[which])
    rule.kind = TICKS_DATES;
  else if (axes_is_whole(axes, which))
    rule.kind = TICKS_WHOLE;
  return rule;
}

void ticks_make(Ticks *out, const TickRule *rule, Range range, size_t most) {
  if (rule->names) {
    size_t n = rule->names->n, room = most < TICKS_MOST ? most : TICKS_MOST;
    ticks_given(out, rule->names, n > room && room ? (n + room - 1) / room : 1);
    return;
  }
  switch (rule->kind) {
  case TICKS_LINEAR: ticks_linear(out, range, most); break;
  case TICKS_WHOLE: take_whole(out, range, most); break;
  case TICKS_LOG: ticks_log(out, range, most); break;
  case TICKS_SYMLOG: take_symlog(out, range, rule->threshold, most); break;
  case TICKS_DATES: tick_dates(out, ascending(range), most); break;
  }
}
