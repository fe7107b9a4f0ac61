/* refine.h - more rows and columns for a grid of heights where contours bend. */
#ifndef PLOT_RASTER_REFINE_H
#define PLOT_RASTER_REFINE_H

#include "plot/canvas/panel.h"

/* rows x columns heights at the positions x and y; nan: a gap. */
typedef struct FineGrid {
  size_t rows, columns;
  double **z;
  double *x, *y;
} FineGrid;

/* The grid of a contour in scratch memory. A ring around a minimum may be smaller
 * than a few cells, and as a polygon of their edges it would be angular or fall
 * apart. Where the heights are smooth, so that third differences are small, and
 * a level passes, they are interpolated by cubic splines, which reproduce a
 * quadratic function. Heights that are not smooth, such as the classes 0 and 1,
 * remain as they are. */
FineGrid refine_grid(Render *r, const Panel *panel, const Mark *mark,
                     Vec levels);

#endif
