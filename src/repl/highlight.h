/* highlight.h - syntax highlighting of the input line. */
#ifndef REPL_HIGHLIGHT_H
#define REPL_HIGHLIGHT_H

#include <stddef.h>

#include "repl/screen_layout.h"

/* A line, of which a part may be shown. */
typedef struct HighlightLine {
  const char *text;
  size_t n, point;
  size_t from, to; /* range of bytes shown */
  size_t before;   /* bytes of the dots above; 0 if none */
  bool plain;      /* without colors */
} HighlightLine;

/* Repaints the line drawn by Readline with colored keywords, strings, numbers
 * and comments, and marks the bracket pair at the cursor. Leaves the cursor in
 * place. */
void highlight_paint(HighlightLine line, ScreenPosition cursor, int width);

#endif
