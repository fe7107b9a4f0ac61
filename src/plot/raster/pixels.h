/* pixels.h - a PNG as numbers again, for what shows pixels one by one. */
#ifndef PLOT_RASTER_PIXELS_H
#define PLOT_RASTER_PIXELS_H

#include "plot/raster/render.h"

typedef struct Pixels {
  size_t width, height, depth; /* depth: bytes of a pixel, 3 or 4 */
  unsigned char *d; /* rows from the top, each behind a byte of its own */
  Memory memory;
} Pixels;

/* Reads a PNG of 8 bits a colour that is not interlaced, as render_memory makes
 * them. Frees with pixels_free. STATUS_SYNTAX: it is another kind;
 * STATUS_MEMORY. */
Status pixels_read(Pixels *out, const Bytes *png);
void pixels_free(Pixels *pixels);

/* Red, green, blue. */
static inline const unsigned char *pixel_at(const Pixels *p, size_t x,
                                            size_t y) {
  return p->d + y * (p->width * p->depth + 1) + 1 + x * p->depth;
}

#endif
