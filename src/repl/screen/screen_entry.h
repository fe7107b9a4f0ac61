/* screen_entry.h - draws an entry as it is edited: prompt, text, and what
 * surrounds it. */
#ifndef REPL_SCREEN_SCREEN_ENTRY_H
#define REPL_SCREEN_SCREEN_ENTRY_H

#include "repl/screen/screen_image.h"

typedef struct ScreenEntry {
  const char *prompt; /* see screen_prompt.h */
  int indent;         /* columns before the second and later lines */
  const char *text;
  size_t n, point;             /* bytes, and where the cursor is */
  const unsigned char *styles; /* of each byte */
  const char *ghost;  /* what may be added at the end; "" for nothing */
  const char *status; /* a message in the row below; "" for none. The
                       * part between the bytes 1 and 2 is emphasized. */
  bool one_row;       /* scroll sideways instead of using more rows */
  bool accepted;      /* show no empty row at the end */
} ScreenEntry;

/* The part that is shown of an entry that is too large. It moves only as far as
 * needed to show the cursor. */
typedef struct ScreenView {
  int top, left;
} ScreenView;

/* Draws the entry, or the part of it that fits, on the empty image. */
void screen_entry_draw(ScreenImage *image, const ScreenEntry *entry,
                       ScreenView *view);

#endif
