/* ticks.h - positions and labels of ticks.
 *
 * PLplot's own steps do not suit a short axis, and its labels repeat on a narrow
 * range, so ticks are computed here.
 */
#ifndef PLOT_FIGURE_TICKS_H
#define PLOT_FIGURE_TICKS_H

#include "plot/figure/figure.h"

enum { TICKS_MOST = 48, TICK_TEXT = 48 };

typedef struct Ticks {
  size_t n;
  double at[TICKS_MOST];            /* in the units of the data, ascending */
  char text[TICKS_MOST][TICK_TEXT]; /* "0.5", "10^{-2}": see text.h */
} Ticks;

/* The step 1, 2 or 5 times a power of ten that cuts a finite range, lo < hi,
 * into about `parts` >= 1. */
double ticks_nice_step(Range range, size_t parts);

/* About `most` ticks within a finite range, lo != hi. Labels show as
 * many digits as tell them apart; far from 1 they take a power of ten. */
void ticks_linear(Ticks *out, Range range, size_t most);
/* The given ticks, as many as fit; long labels are truncated. */
void ticks_given(Ticks *out, const Names *names);
/* Both ends are above 0. Powers of ten; between them 2 and 5 times those where
 * there are few; as ticks_linear where there would be fewer than two. */
void ticks_log(Ticks *out, Range range, size_t most);

#endif
