/* tick_numbers.h - steps between ticks, and labels that show them exactly. */
#ifndef PLOT_FIGURE_TICK_NUMBERS_H
#define PLOT_FIGURE_TICK_NUMBERS_H

#include "plot/figure/ticks.h"

/* digit * 10^power; the digit is 1, 2 or 5. */
typedef struct TickStep {
  int digit, power;
} TickStep;

/* The step that divides the range, lo < hi, into about `parts` parts. */
TickStep tick_numbers_step(Range range, size_t parts);
TickStep tick_numbers_coarser(TickStep step);
TickStep tick_numbers_finer(TickStep step);

/* The double closest to whole * 10^power, as if read from its digits: never
 * 0.30000000000000004. |whole| < 2^53. */
double tick_numbers_value(double whole, int power);

/* Writes the labels of all ticks, which are at multiples[i] * 10^power, and the
 * offset. */
void tick_numbers_label(Ticks *ticks, const double *multiples, int power);

/* A number with up to 12 digits, as a label: "12345678", "−0.25", "3e−9". */
void tick_numbers_write(char out[TICK_TEXT], double x);

#endif
