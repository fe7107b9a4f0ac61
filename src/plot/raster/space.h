/* space.h - a three-dimensional box in parallel projection.
 *
 * Data are scaled to a box from -1 to 1 in x and y, and -space_high to
 * space_high in z.
 */
#ifndef PLOT_RASTER_SPACE_H
#define PLOT_RASTER_SPACE_H

#include "plot/canvas/panel.h"

typedef struct Spot {
  double x, y; /* pixels */
} Spot;

extern const double space_high;

typedef struct View {
  Range x, y, z, colors;
  double sin_turn, cos_turn, sin_tilt, cos_tilt;
  double scale;
  Spot middle;
} View;

/* The far walls: -1 or 1. */
typedef struct Walls {
  double x, y;
} Walls;

View space_view(const Render *r, const Panel *p, const Mark *m);
Walls space_walls(const View *v);
/* Maps a value of the range to -1..1. */
double space_part(Range r, double value);
/* The scaled height, clipped to the box. */
double space_height(const View *v, double z);
/* Projects a point of the box onto the page. */
Spot space_spot(const View *v, double x, double y, double z);

/* The ticks of x, y and z. */
void space_ticks(const Render *r, const View *v, Ticks ticks[3]);
/* Draws walls, grid, and edges with ticks and labels. */
void space_draw(const Render *r, const Panel *p, const View *v);

#endif
