#define _XOPEN_SOURCE 700
#include "repl/screen_layout.h"
#include "sys/utf8.h"

#include <stdio.h>

#include <readline/readline.h>

/* Width of the prompt; text between \001 and \002 has no width. */
static int prompt_width(void) {
  int n = 0;
  bool counts = true;
  for (const char *p = rl_display_prompt; p && *p; p++) {
    if (*p == '\001')
      counts = false;
    else if (*p == '\002')
      counts = true;
    else
      n += counts && !utf8_continues(*p);
  }
  return n;
}

static void advance(ScreenLayout *l, int columns) {
  if (l->at.column + columns > l->width)
    l->at = (ScreenPosition){l->at.row + 1, 0};
  l->at.column += columns;
  if (l->at.column >= l->width) l->at = (ScreenPosition){l->at.row + 1, 0};
}

ScreenLayout screen_layout_begin(int width) {
  ScreenLayout l = {width, {0, 0}, true};
  int columns = prompt_width();
  l.at = (ScreenPosition){columns / width, columns % width};
  return l;
}

/* Columns and bytes of a non-ASCII character. */
static int wide_columns(ScreenLayout *l, const char *text, size_t most,
                        size_t *bytes) {
  unsigned long code;
  size_t n = utf8_decode(text, most, &code);
  int columns = n ? utf8_columns(code) : 4; /* Ã */
  if (columns < 1) l->certain = false;
  *bytes = n ? n : 1;
  return columns < 0 ? 0 : columns;
}

void screen_layout_step(ScreenLayout *l, const char **text, const char *end) {
  unsigned char c = (unsigned char)**text;
  size_t bytes = 1;
  if (c == '\n')
    l->at = (ScreenPosition){l->at.row + 1, 0};
  else if (c == '\t') {
    l->certain = false;
    advance(l, 8 - l->at.column % 8);
  } else if (c < 32 || c == 127) {
    l->certain = false;
    advance(l, 2); /* ^A */
  } else if (c < 127)
    advance(l, 1);
  else
    advance(l, wide_columns(l, *text, (size_t)(end - *text), &bytes));
  *text += bytes;
}

void screen_layout_walk(ScreenLayout *l, const char *text, size_t n) {
  const char *end = text + n;
  while (text < end) screen_layout_step(l, &text, end);
}

size_t screen_layout_row(ScreenLayout l, const char *text, size_t n, int row) {
  const char *at = text, *end = text + n;
  while (at < end && l.at.row < row) screen_layout_step(&l, &at, end);
  return (size_t)(at - text);
}
