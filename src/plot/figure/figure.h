/* figure.h - a figure is a value: a list of drawing commands with copied data.
 *
 * Nothing is drawn here. A figure has rows x columns of axes; each axes has its
 * labels, limits and ticks and a list of marks in drawing order. A figure can
 * be rendered repeatedly at any size, and tests read the list.
 *
 * Memory comes from the allocator given to figure_new and is owned by the
 * figure until figure_free. If the status is not STATUS_OK, the figure is
 * unchanged.
 */
#ifndef PLOT_FIGURE_FIGURE_H
#define PLOT_FIGURE_FIGURE_H

#include "plot/figure/axes.h"

enum { FIGURE_PANELS = 100, FIGURE_LEAST = 100, FIGURE_MOST = 4000 };

typedef struct Figure {
  Memory memory;
  size_t bytes; /* size of the block with the figure and its axes */
  size_t rows, columns;
  size_t width, height; /* pixels */
  double scale;         /* PNG pixels per pixel, 1 to 4 */
  bool
    moving; /* under the mouse: drawn quickly, with hard edges and fewer points */
  ThemeKind theme;
  bool share[2]; /* by direction: all axes have the same limits */
  double parts[2][FIGURE_PANELS]; /* relative widths of columns, heights of
                                     rows */
  char *title;
  Axes axes[]; /* rows * columns, row by row */
} Figure;

/* Creates an empty figure. STATUS_RANGE: rows * columns not in
 * 1..FIGURE_PANELS, or a side (in value) not in FIGURE_LEAST..FIGURE_MOST
 * pixels. */
Status figure_new(Figure **out, Memory memory, size_t rows, size_t columns,
                  size_t width, size_t height);
void figure_free(Figure *figure);
size_t figure_marks(const Figure *figure);

/* The part of the width before column i, or of the height above row i; 1 for
 * the index past the last. */
double figure_part(const Figure *figure, AxesDirection which, size_t i);

/* The text is copied; NULL removes it. */
Status figure_set_title(Figure *figure, const char *title);

#endif
