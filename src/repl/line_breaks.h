/* line_breaks.h - one line break for CR LF.
 *
 * Readline takes both CR and LF for Enter, so text with the line breaks of
 * Windows, pasted or sent by an editor, would get a blank line after each line.
 */
#ifndef REPL_LINE_BREAKS_H
#define REPL_LINE_BREAKS_H

#include <stdbool.h>
#include <stddef.h>

enum { LINE_BREAKS_MOST = 6 };

/* Call with every byte read from the terminal. Is it the second one of a line
 * break, to be skipped? Outside a bracketed paste it must have come together
 * with the first: Ctrl-J may be typed after Enter. `more`: is another byte
 * there already? */
bool line_breaks_skip(int byte, bool more);

/* The most bytes that may be read at once without passing the end of a
 * bracketed paste; 1 outside of one. What follows is not ours: the entry may
 * read it. */
size_t line_breaks_most(void);

/* Reads a byte from stdin; "\n" for a line break. */
int line_breaks_read(void);

#endif
