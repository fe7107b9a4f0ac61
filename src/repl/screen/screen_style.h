/* screen_style.h - the looks of characters, as small numbers. */
#ifndef REPL_SCREEN_SCREEN_STYLE_H
#define REPL_SCREEN_SCREEN_STYLE_H

#include <stddef.h>

/* Any number up to SCREEN_STYLES_MOST - 1 may be a style. */
typedef enum ScreenStyle {
  SCREEN_PLAIN,
  SCREEN_KEYWORD,
  SCREEN_STRING,
  SCREEN_NUMBER,
  SCREEN_COMMENT,
  SCREEN_BRACKET, /* of the pair at the cursor */
  SCREEN_STRONG,  /* what matters in a message */
  SCREEN_DIM,     /* what does not belong to the text */
  SCREEN_GHOST    /* what could follow it */
} ScreenStyle;

enum { SCREEN_STYLES_MOST = 64 };

/* The escape sequence that turns the style on, from the plain one. */
const char *screen_style_sequence(int style);

/* The style that the n bytes of escape sequences turn on: the same number each
 * time. SCREEN_PLAIN if there are too many styles or bytes. */
int screen_style_find(const char *sequence, size_t n);

#endif
