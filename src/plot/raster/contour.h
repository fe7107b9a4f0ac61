/* contour.h - lines of equal height and the bands between them. */
#ifndef PLOT_RASTER_CONTOUR_H
#define PLOT_RASTER_CONTOUR_H

#include "plot/canvas/panel.h"

/* The levels of a contour, in ascending order. */
enum { LEVELS_MOST = 64 };
typedef struct Levels {
  size_t n;
  double at[LEVELS_MOST];
} Levels;
Levels contour_levels(const Mark *mark);

void contour_draw(Render *r, const Panel *panel, const Mark *mark);

#endif
