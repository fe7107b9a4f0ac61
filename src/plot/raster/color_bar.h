/* color_bar.h - the values of colors, and the bar that shows them. */
#ifndef PLOT_RASTER_COLOR_BAR_H
#define PLOT_RASTER_COLOR_BAR_H

#include "plot/canvas/panel.h"

/* The values at the ends of the mark's color map. */
Range color_bar_mark_colors(const Mark *mark);
/* The position of a value along the map, 0 to 1. */
double color_bar_position(Range range, double value);
void color_bar_prepare(ColorBar *bar, const Axes *axes);
/* The width it needs next to the panel, in Render units. */
double color_bar_room(const ColorBar *bar);
void color_bar_draw(const Render *r, const Panel *panel);

#endif
