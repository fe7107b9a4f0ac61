/* redisplay.h - the line being typed, on the screen: Readline's drawing, of the
 * part that fits, in colors, whatever size the window gets. */
#ifndef REPL_REDISPLAY_H
#define REPL_REDISPLAY_H

#include <stdbool.h>

/* Takes over from Readline, which must be ready, unless the terminal is one
 * that can do nothing. */
void redisplay_open(void);

/* Colors in the line, on or off; gives whether they are on: never where color
 * is not wanted. */
bool redisplay_set_color(bool on);

/* A new line begins: what is drawn stays. */
void redisplay_begin(void);

/* Draws anew after the window got another size. */
void redisplay_resize(void);

#endif
