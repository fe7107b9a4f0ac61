/* tick_names.h - how the names of bars, rows and columns fit along an axis. */
#ifndef PLOT_CANVAS_TICK_NAMES_H
#define PLOT_CANVAS_TICK_NAMES_H

#include "plot/canvas/panel.h"

/* The width of the widest label at the usual size, in Render units. */
double tick_names_width(const Ticks *ticks);

/* Places the given ticks of a direction; sets their scale and whether they are
 * turned. Names of x that are too wide are smaller, then they run upwards; if
 * there are still too many, only every second, third ... is shown, and the
 * offset of the ticks says so. `longest` is the room for a name across the
 * axis, in Render units. */
void tick_names_fit(Panel *panel, AxesDirection which, double unit,
                    double longest);

#endif
