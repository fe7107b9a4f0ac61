/* svg_write.h - pieces of an SVG file. */
#ifndef PLOT_SVG_SVG_WRITE_H
#define PLOT_SVG_SVG_WRITE_H

#include <stdio.h>

#include "plot/canvas/canvas.h"

/* Two decimal places, without trailing zeros. */
void svg_write_number(FILE *file, double value);
/* ` name="value"` */
void svg_write_attribute(FILE *file, const char *name, double value);
/* ` name="#RRGGBB"`, and ` name-opacity` if alpha is below 1. */
void svg_write_color(FILE *file, const char *name, Color color, double alpha);
/* The spans of a text as text.h escapes it, of `size` pixels. */
void svg_write_text(FILE *file, const char *escaped, double size);
/* A path for each color, or an embedded image if there are many cells of equal
 * size. `high` is the height of the page. */
void svg_write_cells(FILE *file, const Cells *cells, double high);

#endif
