/* tick_dates.h - ticks at years, months, days, hours, minutes or seconds. */
#ifndef PLOT_FIGURE_TICK_DATES_H
#define PLOT_FIGURE_TICK_DATES_H

#include "plot/figure/ticks.h"

/* Ticks for a range, lo < hi, of seconds since 1970, UTC, in the Gregorian
 * calendar. A label shows the smallest part of the date that differs; where
 * that part starts anew, the next larger one ("Jan", "08", "15", "Feb"). What
 * all dates have in common is the offset. */
void tick_dates(Ticks *out, Range range, size_t most);

#endif
