/* ticks.h - positions and labels of ticks.
 *
 * PLplot's own steps do not suit a short axis, and its labels repeat on a
 * narrow range, so ticks are computed here.
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

/* The step of 1, 2 or 5 times a power of ten that divides a finite range, lo <
 * hi, into about `parts` >= 1 parts. */
double ticks_nice_step(Range range, size_t parts);

/* About `most` ticks within a finite range, lo != hi. Labels have as many
 * digits as needed to differ; far from 1 they have a power of ten. */
void ticks_linear(Ticks *out, Range range, size_t most);
/* The given ticks, as many as fit; long labels are truncated. */
void ticks_given(Ticks *out, const Names *names);
/* Ticks at powers of ten for a range above 0; if there are few, also at 2 and 5
 * times these; if there are fewer than two, as ticks_linear. */
void ticks_log(Ticks *out, Range range, size_t most);

#endif
