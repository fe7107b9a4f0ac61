/* render.h - renders a figure as PNG, SVG or PDF.
 *
 * PLplot draws, through a plug-in (raster_backend.h) and inside a guard,
 * because it may print, prompt, exit or abort. Render one figure at a time, in
 * one thread; LC_NUMERIC must be "C".
 */
#ifndef PLOT_RASTER_RENDER_H
#define PLOT_RASTER_RENDER_H

#include "plot/canvas/render_guard.h"
#include "plot/figure/bytes.h"
#include "plot/figure/figure.h"
#include "plot/canvas/raster_backend.h"

/* The format by file extension, in upper or lower case: .png .svg .pdf */
Format render_format_of(const char *path);

/* The value of Render.unit for a figure whose pixels are drawn as `scale`
 * pixels. */
double render_unit(const Figure *figure, double scale);

/* Renders the figure into *out, which the caller frees, even after a failure.
 * On failure why[WHY_ROOM] receives a message: STATUS_MEMORY, STATUS_STOPPED,
 * or STATUS_FILE if PLplot fails (its driver is not installed, ...). */
Status render_memory(const Figure *figure, Format format, Bytes *out, char *why,
                     StopFlag stop);

/* Converts a pixel of the rendered figure, from the top left at scale 1, to
 * data coordinates. *panel is the index of the axes, from 0, or -1 if the pixel
 * is in none or in a surface, which has no x and y. Fails as render_memory
 * does. */
Status render_place(const Figure *figure, double right, double down, int *panel,
                    double *x, double *y, char *why);

/* Where an axes is in the rendered figure, in pixels from the bottom left, and
 * what it shows. */
typedef struct PanelPlace {
  Box box;
  Range limits[2], right; /* right: of the right axis */
  bool has_right;
  double threshold[2]; /* of symlog axes; 0: not symlog */
} PanelPlace;

/* Fills in one for each axes. Fails as render_memory does. */
Status render_panels(const Figure *figure, PanelPlace *places, char *why);

/* Renders the figure into a file, which is written under a temporary name and
 * renamed: a failure leaves an existing file unchanged. STATUS_FILE: cannot be
 * written; STATUS_RANGE: unknown file extension. */
Status render_file(const Figure *figure, const char *path, char *why,
                   StopFlag stop);

#endif
