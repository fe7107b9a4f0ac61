/* plplot_late.h - is PLplot there? Asking loads it, as calling it does. */
#ifndef PLOT_RASTER_PLPLOT_LATE_H
#define PLOT_RASTER_PLPLOT_LATE_H

#include <stdbool.h>

bool plplot_found(void);

#endif
