/* png.h - pixels into a new file. */
#ifndef VIEWER_PNG_H
#define VIEWER_PNG_H

#include <stdbool.h>
#include <stddef.h>

/* Writes rows of 3 bytes a pixel, from the top, into the first of
 * figure-001.png ... that is free, and its name into name[room]. False: errno
 * says why. */
bool png_save(const unsigned char *pixels, int width, int height, char *name,
              size_t room);

#endif
