/* surface.h - a matrix as a surface in three dimensions. */
#ifndef PLOT_RASTER_SURFACE_H
#define PLOT_RASTER_SURFACE_H

#include "plot/canvas/panel.h"

void surface_draw(Render *r, const Panel *panel, const Mark *mark);

#endif
