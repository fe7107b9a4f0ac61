/* screen_update.h - what to send to a terminal that shows one image so that it
 * shows another: only the changes, and the shortest movements between them. */
#ifndef REPL_SCREEN_SCREEN_UPDATE_H
#define REPL_SCREEN_SCREEN_UPDATE_H

#include "repl/screen/screen_image.h"

/* Bytes to send. */
typedef struct ScreenBytes {
  char *bytes;
  size_t n, size;
  bool failed; /* no memory: some are missing */
} ScreenBytes;

void screen_update_add(ScreenBytes *out, const char *bytes, size_t n);
void screen_update_free(ScreenBytes *out);

/* Adds what turns `old` into `new`. Both have the same width. If `old` is
 * empty, the cursor is on an empty row and those below are empty. */
void screen_update_show(ScreenBytes *out, const ScreenImage *old,
                        const ScreenImage *new);

/* Moves the cursor to the last row. */
void screen_update_leave(ScreenBytes *out, const ScreenImage *image);

/* Clears the image, of which `row` is the row of the cursor, and leaves the
 * cursor where it began. */
void screen_update_clear(ScreenBytes *out, int row);

#endif
