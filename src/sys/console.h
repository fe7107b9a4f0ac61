/* console.h - properties of the terminal: color, width, modes. */
#ifndef SYS_CONSOLE_H
#define SYS_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef enum Style {
  STYLE_PLAIN,
  STYLE_PROMPT,
  STYLE_ERROR,
  STYLE_QUIET
} Style;

/* The escape sequence, or "" where color is not wanted: not a terminal,
 * NO_COLOR is set, TERM is dumb. */
const char *console_style(FILE *out, Style style);

/* Columns of a line; 80 where there is no terminal. */
size_t console_width(void);

/* Writes n bytes of text that begin at that column; in a terminal lines are
 * wrapped at spaces. */
void console_words(FILE *out, const char *text, size_t n, size_t column);

/* Standard output is redirected for a while: the terminal is at `fd`. */
void console_moved(int fd);
/* Its descriptor. Async-signal-safe. */
int console_fd(void);

/* Saves the terminal modes. */
void console_save(void);
/* Restores them. Async-signal-safe. */
void console_restore(void);

#endif
