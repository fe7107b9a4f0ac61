/* screen_keys.h - commands for keys that redraw, or that take what is suggested
 * after the cursor. Those with two arguments are for Readline. */
#ifndef REPL_SCREEN_KEYS_H
#define REPL_SCREEN_KEYS_H

#include <stdbool.h>

/* Erases the screen; with an argument, only the entry is drawn again. */
int screen_keys_clear(int count, int key);
/* The same with the terminal's memory of earlier rows. */
int screen_keys_clear_all(int count, int key);
/* Draws the entry again. */
int screen_keys_redraw(int count, int key);

/* Reads the user's inputrc file again, and writes messages about its faults
 * above the entry. */
int screen_keys_read_inputrc(int count, int key);

/* Inserts the suggestion; false if there is none. */
bool screen_keys_take_suggestion(void);

/* Move forward, or take the suggestion or its next word. */
int screen_keys_forward_char(int count, int key);
int screen_keys_forward_word(int count, int key);

#endif
