/* terminal_image.h - pictures as the escape sequences of terminals that show them. */
#ifndef PLOT_TEXT_TERMINAL_IMAGE_H
#define PLOT_TEXT_TERMINAL_IMAGE_H

#include "plot/raster/pixels.h"

/* The PNG over columns x rows cells from the cursor on, which stays where it is
 * (kitty's protocol: base64 in chunks of 4096). A picture with the id of an
 * earlier one takes its place; 0: none. False: no memory. */
bool kitty_picture(Bytes *out, const Bytes *png, size_t columns, size_t rows,
                   unsigned id);

/* The pixels in at most 256 colours (DEC's sixel). STATUS_MEMORY,
 * STATUS_STOPPED. */
Status sixel_picture(Bytes *out, const Pixels *pixels, StopFlag stop);

#endif
