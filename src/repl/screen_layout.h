/* screen_layout.h - where the characters of a line stand, as Readline draws them. */
#ifndef REPL_SCREEN_LAYOUT_H
#define REPL_SCREEN_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Spot {
  int row, column;
} Spot;

typedef struct Layout {
  int width;    /* columns of the screen */
  Spot at;      /* where the next character comes; a full row ends itself */
  bool certain; /* no tabs, no control characters, nothing that is no text */
} Layout;

/* Of a line behind the prompt that is on show. */
Layout screen_layout_begin(int width);

/* Moves over the character at *text, which moves, too. */
void screen_layout_step(Layout *l, const char **text, const char *end);

/* Moves over n bytes. */
void screen_layout_walk(Layout *l, const char *text, size_t n);

/* Where in the n bytes of text the row begins; n: it does not. */
size_t screen_layout_row(Layout l, const char *text, size_t n, int row);

#endif
