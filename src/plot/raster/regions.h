/* regions.h - the part of a height grid above a level. */
#ifndef PLOT_RASTER_REGIONS_H
#define PLOT_RASTER_REGIONS_H

#include "plot/canvas/panel.h"

/* A grid of heights, -inf for gaps, possibly curved: `place` returns the pixel of grid
 * position (row, column), which may be fractional. */
typedef struct HeightGrid {
  const double *const *rows;
  size_t first_row, row_count, columns;
  void (*place)(double row, double column, double *x, double *y,
                const void *data);
  const void *data;
} HeightGrid;

/* Fills the region where the grid is at `level` or above. */
void regions_fill(Render *r, Box box, const HeightGrid *grid, double level);
/* Draws its boundary, without the edges of the grid. */
void regions_outline(Render *r, Box box, const HeightGrid *grid, double level);

#endif
