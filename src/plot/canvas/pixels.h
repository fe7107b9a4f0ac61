/* pixels.h - the pixels of a page as bytes. */
#ifndef PLOT_CANVAS_PIXELS_H
#define PLOT_CANVAS_PIXELS_H

#include "core/status.h"
#include "plot/canvas/canvas.h"
#include "plot/figure/memory.h"

/* Gives the canvas pixels of one color; returns false if memory is short. */
bool pixels_new(Canvas *canvas, Memory memory, Color color);

void pixels_free(Canvas *canvas, Memory memory);

/* Takes bytes in order; false: the rest is not wanted. */
typedef bool PixelsTaker(void *context, const unsigned char *d, size_t n);

/* Passes on red, green, blue of each pixel, rows from the top. Returns false if
 * memory is short or `take` returned false. */
bool pixels_write(const Canvas *canvas, PixelsTaker *take, void *context);

/* The same as a PNG file; false also if `stop` asks for it. */
bool pixels_write_png(const Canvas *canvas, StopFlag stop, PixelsTaker *take,
                      void *context);

#endif
