/* colour.h - the line being typed, in colours. */
#ifndef REPL_COLOUR_H
#define REPL_COLOUR_H

#include <stdbool.h>

/* Keywords, strings, numbers, comments and the bracket that belongs to the one
 * at the cursor. After rl_initialize. Does nothing where colours are not
 * wanted. */
void colour_open(void);

/* On or off from here on; gives whether there are colours now. */
bool colour_turn(bool on);

#endif
