/* redisplay.h - draws the entry being edited, in place of Readline's own
 * redisplay.
 *
 * The image of the last drawing is kept, and only what differs from it is sent.
 * Readline writes lists and questions itself: the next drawing begins below
 * them.
 */
#ifndef REPL_REDISPLAY_H
#define REPL_REDISPLAY_H

#include <stdbool.h>
#include <stddef.h>

/* Replaces Readline's redisplay function. Call after rl_initialize, unless the
 * terminal is dumb: then the functions below do nothing or what Readline
 * does. */
void redisplay_open(void);

/* Turns syntax highlighting on or off; returns whether it is on. It stays off
 * if colors are disabled. */
bool redisplay_set_color(bool on);

/* Turns suggestions from the history on or off. They stay off if colors are
 * disabled, because they would look like text. */
void redisplay_set_suggestions(bool on);

/* Sets a function that returns a message of one line for the text and the place
 * of the cursor in it, or NULL. It is called for each drawing, and its result
 * is shown below the entry. NULL for no function. */
void redisplay_set_status(const char *(*status)(const char *text,
                                                size_t point));

/* Call when the cursor is in an empty row: the next drawing begins there. */
void redisplay_begin(void);

/* Draws the entry as it stays on the screen, then the mark, such as "^C", and
 * leaves the cursor in the row below. Nothing is drawn until redisplay_begin. */
void redisplay_finish(const char *mark);

/* Erases the drawing. The cursor is left where it began. */
void redisplay_clear(void);

/* Erases the screen, with the terminal's memory of earlier rows if `all`, and
 * draws at its top. */
void redisplay_clear_screen(bool all);

/* Draws again if the size of the window has changed. */
void redisplay_resize(void);

/* The number of rows that the drawing takes or, if it was erased, took. */
int redisplay_rows(void);

/* What is suggested after the cursor; "" if nothing is. Valid until the history
 * changes. */
const char *redisplay_suggestion(void);

#endif
