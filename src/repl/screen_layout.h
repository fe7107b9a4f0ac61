/* screen_layout.h - where the characters of a line stand, as Readline draws them. */
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
    at;         /* where the next character comes; a full row ends itself */
  bool certain; /* no tabs, no control characters, nothing that is no text */
} ScreenLayout;

/* Of a line behind the prompt that is on show. */
ScreenLayout screen_layout_begin(int width);

/* Moves over the character at *text, which moves, too. */
void screen_layout_step(ScreenLayout *l, const char **text, const char *end);

/* Moves over n bytes. */
void screen_layout_walk(ScreenLayout *l, const char *text, size_t n);

/* Where in the n bytes of text the row begins; n: it does not. */
size_t screen_layout_row(ScreenLayout l, const char *text, size_t n, int row);

#endif
