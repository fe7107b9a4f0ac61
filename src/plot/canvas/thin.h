/* thin.h - a surface with fewer rows and columns that keeps its extremes. */
#ifndef PLOT_CANVAS_THIN_H
#define PLOT_CANVAS_THIN_H

#include "plot/canvas/render_guard.h"

/* Every how many rows or columns of n are kept, for at most `most` cells. */
size_t thin_step(size_t n, size_t most);
/* The surface itself, or a copy in scratch memory with at most `most` cells per
 * side. A height beyond all those around it in the copy replaces the nearest of
 * them, so that a single peak remains visible. */
Mark thin_surface(Render *r, const Mark *mark, size_t most);

#endif
