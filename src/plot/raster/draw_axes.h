/* draw_axes.h - the frame of an axes: grid, lines, ticks and labels. */
#ifndef PLOT_RASTER_DRAW_AXES_H
#define PLOT_RASTER_DRAW_AXES_H

#include "plot/canvas/panel.h"

/* What lies below the data: the background and the grid. */
void draw_axes_back(const Render *r, const Panel *panel);
/* What lies above the data: lines, ticks, labels and the title. */
void draw_axes_front(const Render *r, const Panel *panel);
/* Where the label of x is, and the offset of its ticks. */
double draw_axes_label_y(const Render *r, const Panel *panel);
/* The title of the whole figure; `first` is its first panel. */
void draw_axes_figure_title(const Render *r, const Panel *first);

#endif
