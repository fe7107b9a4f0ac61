/* legend.h - the legend, placed where it hides the fewest data. */
#ifndef PLOT_RASTER_LEGEND_H
#define PLOT_RASTER_LEGEND_H

#include "plot/canvas/panel.h"

/* Call after the marks are drawn. */
void legend_draw(const Render *r, const Panel *panel);
/* The width it needs next to the panel, in pixels; 0: it fits inside. */
double legend_width_outside(const Render *r, const Panel *panel);
/* Counts the drawn points in the box. */
size_t legend_count_hidden(const Panel *panel, Box box);

#endif
