/* image.h - a matrix as colored cells. */
#ifndef PLOT_RASTER_IMAGE_H
#define PLOT_RASTER_IMAGE_H

#include "plot/canvas/panel.h"

/* What cannot be shown: the numbers of cells that are too small; or NULL. */
const char *image_note(const Render *r, const Panel *panel);
void image_draw(Render *r, const Panel *panel, const Mark *mark);

#endif
