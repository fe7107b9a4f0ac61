/* redisplay.h - draws the input line: the part that fits the window, in
 * color. */
#ifndef REPL_REDISPLAY_H
#define REPL_REDISPLAY_H

#include <stdbool.h>

/* Replaces Readline's redisplay function unless the terminal is dumb. Call
 * after rl_initialize. */
void redisplay_open(void);

/* Turns syntax highlighting on or off; returns whether it is on. It stays off
 * if colors are disabled. */
bool redisplay_set_color(bool on);

/* Call when a new line begins. */
void redisplay_begin(void);

/* Redraws after the window was resized. */
void redisplay_resize(void);

#endif
