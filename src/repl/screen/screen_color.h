/* screen_color.h - the colors of an entry. */
#ifndef REPL_SCREEN_SCREEN_COLOR_H
#define REPL_SCREEN_SCREEN_COLOR_H

#include <stddef.h>

/* Stores the style of each of the n bytes of Lua text. */
void screen_color_syntax(unsigned char *styles, const char *text, size_t n);

/* Marks the bracket at the position, or else the one before it, and its
 * partner. */
void screen_color_brackets(unsigned char *styles, const char *text, size_t n,
                           size_t at);

#endif
