/* terminal_image.h - pictures as the escape sequences of terminals that show
 * them. */
#ifndef PLOT_TEXT_TERMINAL_IMAGE_H
#define PLOT_TEXT_TERMINAL_IMAGE_H

#include "plot/raster/render.h"

/* Appends a PNG that covers columns x rows cells from the cursor, which does
 * not move (kitty's protocol: base64 in chunks of 4096). It replaces the
 * picture shown with the same id; 0: none. False: not enough memory. */
bool terminal_image_kitty(Bytes *out, const Bytes *png, size_t columns,
                          size_t rows, unsigned id);

typedef struct SixelImage {
  const unsigned char *pixels; /* r, g, b; rows from the top */
  size_t width, height;
} SixelImage;

/* Appends the image in at most 256 colors (DEC's sixel). STATUS_MEMORY,
 * STATUS_STOPPED. The colors are chosen here because libsixel keeps five bits
 * of each and turns a white page gray. */
Status terminal_image_sixel(Bytes *out, const SixelImage *image, StopFlag stop);

#endif
