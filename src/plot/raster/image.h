/* image.h - a matrix as colored cells. */
#ifndef PLOT_RASTER_IMAGE_H
#define PLOT_RASTER_IMAGE_H

#include "plot/canvas/panel.h"

void image_draw(Render *r, const Panel *panel, const Mark *mark);

#endif
