/* terminal_image.h - pictures as escape sequences, for terminals that can show
 * them. */
#ifndef PLOT_TEXT_TERMINAL_IMAGE_H
#define PLOT_TEXT_TERMINAL_IMAGE_H

#include "plot/raster/render.h"

/* Appends a PNG that covers columns x rows cells from the cursor, which does
 * not move (kitty's protocol: base64 in chunks of 4096). It replaces the
 * picture with the same id; 0: none. Returns false if there is not enough
 * memory. */
bool terminal_image_kitty(Bytes *out, const Bytes *png, size_t columns,
                          size_t rows, unsigned id);

typedef struct SixelImage {
  const unsigned char *pixels; /* r, g, b; rows from the top */
  size_t width, height;
} SixelImage;

/* Appends the image in at most 256 colors (DEC's sixel). May return
 * STATUS_MEMORY or STATUS_STOPPED. libsixel is not used because it keeps five
 * bits per color, which turns a white page gray. */
Status terminal_image_sixel(Bytes *out, const SixelImage *image, StopFlag stop);

#endif
