/* terminal_stream.h - a stream for what Readline itself writes to the terminal,
 * such as lists of completions. */
#ifndef REPL_SCREEN_TERMINAL_STREAM_H
#define REPL_SCREEN_TERMINAL_STREAM_H

#include <stddef.h>
#include <stdio.h>

/* Opens the stream; `look` sees the bytes before the terminal does. Lines are
 * written at once, because Readline prints some texts to stdout after a line
 * break. NULL if there is no memory. */
FILE *terminal_stream_open(void (*look)(const char *bytes, size_t n));

/* Writes at once, after what was printed to stdout. */
void terminal_stream_write(const char *bytes, size_t n);

#endif
