/* highlight.h - colors in the line that is being typed. */
#ifndef REPL_HIGHLIGHT_H
#define REPL_HIGHLIGHT_H

#include <stddef.h>

#include "repl/screen_layout.h"

/* A line, of which a part is shown. */
typedef struct HighlightLine {
  const char *text;
  size_t n, point;
  size_t from, to; /* the bytes that are shown */
  size_t before;   /* bytes of the dots above them, 0: there are none */
  bool plain;      /* without colors */
} HighlightLine;

/* Writes what Readline has drawn once more, in colors: keywords, strings,
 * numbers, comments, and the pair of brackets at the cursor, which is at that
 * spot before and after. */
void highlight_paint(HighlightLine line, ScreenPosition cursor, int width);

#endif
