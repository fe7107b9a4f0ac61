/* clip.h - lines and polygons clipped to a box in double precision. */
#ifndef PLOT_CANVAS_CLIP_H
#define PLOT_CANVAS_CLIP_H

#include "plot/canvas/panel.h"

void clip_line(Render *r, const Panel *panel, const Mark *mark);
/* Call before clip_path. `whole`: joins between the strokes of a long line must
 * be invisible. */
void clip_open(Render *r, Box box, bool whole);
/* Coordinates are pixels; nan leaves a gap. */
void clip_path(Render *r, size_t n, const double *x, const double *y);
void clip_polygon(Render *r, Box box, size_t n, const double *x,
                  const double *y);

#endif
