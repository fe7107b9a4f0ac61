/* marks.h - draws the marks of an axes. */
#ifndef PLOT_RASTER_MARKS_H
#define PLOT_RASTER_MARKS_H

#include "plot/canvas/panel.h"

void marks_draw(Render *r, const Panel *panel);
void marks_draw_one(Render *r, const Panel *panel, const Mark *mark);

#endif
