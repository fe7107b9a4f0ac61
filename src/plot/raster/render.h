/* render.h - a figure as a picture: PNG, SVG or PDF.
 *
 * PLplot draws, through a plug-in (raster_backend.h) and inside a guard, since it
 * may print, prompt, exit or abort. One figure is drawn at a time, in one thread;
 * LC_NUMERIC must be "C".
 */
#ifndef PLOT_RASTER_RENDER_H
#define PLOT_RASTER_RENDER_H

#include "plot/canvas/render_guard.h"
#include "plot/figure/bytes.h"
#include "plot/figure/figure.h"
#include "plot/raster/raster_backend.h"

/* By the ending of the path, in either case: .png .svg .pdf */
Format render_format_of(const char *path);

/* Draws the figure into *out, which the caller frees, after a failure too.
 * why[WHY_ROOM] gets a sentence when the Status is not STATUS_OK:
 * STATUS_MEMORY, STATUS_STOPPED, or STATUS_FILE for what PLplot refuses (its
 * driver is not installed, ...). */
Status render_memory(const Figure *figure, Format format, Bytes *out, char *why,
                     StopFlag stop);

/* Where a pixel of the drawn figure lies, counted from the top left; scale 1.
 * *panel is which axes, from 0, or -1 when the pixel is in none, or in one that
 * has no x and y (a surface). Fails as render_memory does. */
Status render_place(const Figure *figure, double right, double down, int *panel,
                    double *x, double *y, char *why);

/* The same into a file, which is written under a temporary name and renamed: a
 * failure leaves an existing file unchanged.
 * STATUS_FILE when it cannot be written; STATUS_RANGE: the path's ending. */
Status render_file(const Figure *figure, const char *path, char *why,
                   StopFlag stop);

#endif
