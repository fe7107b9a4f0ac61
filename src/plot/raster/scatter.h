/* scatter.h - markers. */
#ifndef PLOT_RASTER_SCATTER_H
#define PLOT_RASTER_SCATTER_H

#include "plot/canvas/panel.h"

void scatter_draw(Render *r, const Panel *panel, const Mark *mark);
void scatter_marker(const Render *r, const Style *style, double x, double y);
/* The character that represents it in a terminal; 0: a dot. */
unsigned long scatter_marker_letter(Marker marker);

#endif
