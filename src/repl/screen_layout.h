/* screen_layout.h - screen positions of characters, as drawn by Readline. */
#ifndef REPL_SCREEN_LAYOUT_H
#define REPL_SCREEN_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

typedef struct ScreenPosition {
  int row, column;
} ScreenPosition;

typedef struct ScreenLayout {
  int width; /* columns of the screen */
  ScreenPosition
    at;         /* position of the next character; a full row wraps at once */
  bool certain; /* no tabs, control or invalid characters so far */
} ScreenLayout;

/* The layout at the end of the current prompt. */
ScreenLayout screen_layout_begin(int width);

/* Advances the layout and *text by one character. */
void screen_layout_step(ScreenLayout *l, const char **text, const char *end);

/* Advances the layout by n bytes. */
void screen_layout_walk(ScreenLayout *l, const char *text, size_t n);

/* The offset in the n bytes of text at which the row begins; n if none. */
size_t screen_layout_row(ScreenLayout l, const char *text, size_t n, int row);

#endif
