/* draw_span.h - lines and bands across a panel; hexagons. */
#ifndef PLOT_RASTER_DRAW_SPAN_H
#define PLOT_RASTER_DRAW_SPAN_H

#include "plot/canvas/panel.h"

/* Is it a line, not a band? */
bool draw_span_is_line(const Mark *m);
void draw_span(Render *r, const Panel *p, const Mark *m);
void draw_span_hexagons(Render *r, const Panel *p, const Mark *m);

#endif
