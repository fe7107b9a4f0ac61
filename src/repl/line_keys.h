/* line_keys.h - keys that know the lines of an entry, as commands of Readline. */
#ifndef REPL_LINE_KEYS_H
#define REPL_LINE_KEYS_H

/* Where the line of the entry with byte `at` begins. */
int line_keys_start_of(int at);

/* The line above or below; from the first or last line, the next entry of the
 * history that begins like this one up to the cursor. */
int line_keys_up(int count, int key);
int line_keys_down(int count, int key);
/* vi's k and j: any entry. */
int line_keys_above(int count, int key);
int line_keys_below(int count, int key);

/* The start or end of the line, then of the entry. The end takes a suggestion. */
int line_keys_home(int count, int key);
int line_keys_end(int count, int key);
/* vi's 0 and $, also as the motion of another command. */
int line_keys_first(int count, int key);
int line_keys_last(int count, int key);

/* Cuts the rest of the line; at its end, the line break. */
int line_keys_kill(int count, int key);

#endif
