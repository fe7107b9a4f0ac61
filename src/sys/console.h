/* console.h - properties of the terminal: color, width, modes. */
#ifndef SYS_CONSOLE_H
#define SYS_CONSOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef enum ConsoleStyle {
  STYLE_PLAIN,
  STYLE_PROMPT,
  STYLE_ERROR,
  STYLE_QUIET
} ConsoleStyle;

/* Whether TERM is unset or "dumb": the terminal has no escape sequences. */
bool console_is_dumb(void);

/* The escape sequence, or "" if color is off: `out` is not a terminal, NO_COLOR
 * is set, or the terminal is dumb. */
const char *console_style(FILE *out, ConsoleStyle style);

/* The width of the terminal in columns; 80 if there is no terminal. */
size_t console_width(void);

/* Writes n bytes of text, starting at the given column; in a terminal, lines
 * are wrapped at spaces. */
void console_words(FILE *out, const char *text, size_t n, size_t column);

/* Call while standard output is redirected: `fd` is the terminal's
 * descriptor. */
void console_moved(int fd);
/* The terminal's descriptor. Async-signal-safe. */
int console_fd(void);

/* Saves the terminal modes. */
void console_save(void);
/* Restores them. Async-signal-safe. */
void console_restore(void);

#endif
