/* save_png.h - saves pixels in a new file. */
#ifndef VIEWER_SAVE_PNG_H
#define VIEWER_SAVE_PNG_H

#include <stdbool.h>
#include <stddef.h>

/* Writes pixels of 3 bytes, rows from the top, to the first unused name of
 * figure-001.png, figure-002.png, ... and stores the name in name[room]. On
 * failure returns false and sets errno. */
bool save_png(const unsigned char *pixels, int width, int height, char *name,
              size_t room);

#endif
