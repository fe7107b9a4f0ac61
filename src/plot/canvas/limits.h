/* limits.h - the limits of an axis. */
#ifndef PLOT_CANVAS_LIMITS_H
#define PLOT_CANVAS_LIMITS_H

#include "plot/canvas/panel.h"

/* The limits of all panels, from the user or the data. */
void limits_of_panels(const Render *r, Panel *panels);
/* Adapts the limits or the box of a placed panel to equal units. */
void limits_fit(Panel *panel);
/* Widens the range if its ends differ by less than `near` relative to their
 * size. */
Range limits_apart(Range range, double near);

#endif
