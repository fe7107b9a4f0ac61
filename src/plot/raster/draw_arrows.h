/* draw_arrows.h - arrows, and text with an arrow to a point. */
#ifndef PLOT_RASTER_DRAW_ARROWS_H
#define PLOT_RASTER_DRAW_ARROWS_H

#include "plot/canvas/panel.h"

void draw_arrows(Render *r, const Panel *panel, const Mark *mark);
void draw_arrows_annotation(Render *r, const Panel *panel, const Mark *mark);

#endif
