/* ticks.h - positions and labels of ticks.
 *
 * Every renderer shows the same ticks: PLplot's own steps do not suit a short
 * axis, and its labels repeat on a narrow range. The position of a tick is
 * exactly the number that its label and the offset show.
 */
#ifndef PLOT_FIGURE_TICKS_H
#define PLOT_FIGURE_TICKS_H

#include "plot/figure/figure.h"

/* At most TICKS_ROUND of the ticks that are computed, TICKS_MOST of given
 * ones. */
enum { TICKS_MOST = 48, TICKS_ROUND = 12, TICK_TEXT = 48 };

typedef struct Ticks {
  size_t n;
  double at[TICKS_MOST];            /* in the units of the data, ascending */
  char text[TICKS_MOST][TICK_TEXT]; /* "0.5", "10^{-2}": see text.h */
  char offset[TICK_TEXT]; /* what all labels have in common, shown once:
                             "+1e6", "2024-Mar"; "" if nothing */
} Ticks;

typedef enum TickKind {
  TICKS_LINEAR,
  TICKS_WHOLE, /* counts, rows and columns: no fractions */
  TICKS_LOG,
  TICKS_SYMLOG,
  TICKS_DATES /* seconds since 1970, UTC */
} TickKind;

extern const char *const tick_words[];

/* How the ticks of an axis are chosen. */
typedef struct TickRule {
  TickKind kind;
  double threshold;   /* symlog: linear up to here */
  const Names *names; /* given ticks, or NULL */
} TickRule;

TickRule ticks_rule(const Axes *axes, AxesDirection which);
/* About `most` ticks within a range, lo != hi, at least two; at most so
 * many of given ticks. */
void ticks_make(Ticks *out, const TickRule *rule, Range range, size_t most);

/* Every so many of the given ticks, as many as fit into `out`; the offset says
 * if there are more. Long labels are truncated. */
void ticks_given(Ticks *out, const Names *names, size_t every);

/* The step of 1, 2 or 5 times a power of ten that divides a finite range, lo <
 * hi, into about `parts` >= 1 parts. */
double ticks_nice_step(Range range, size_t parts);

/* Labels have as many digits as needed to differ; far from 1 they have a power
 * of ten, and digits that all of them share become the offset. */
void ticks_linear(Ticks *out, Range range, size_t most);
/* Ticks at powers of ten for a range above 0; if there are few, also at 2 and 5
 * times these; if there are fewer than two, as ticks_linear. */
void ticks_log(Ticks *out, Range range, size_t most);

#endif
