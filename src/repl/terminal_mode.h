/* terminal_mode.h - signals and settings of the terminal while a line is
 * edited. */
#ifndef REPL_TERMINAL_MODE_H
#define REPL_TERMINAL_MODE_H

#include <signal.h>
#include <stdbool.h>

/* Call before rl_initialize. */
void terminal_mode_open(void);

/* Blocks SIGINT, SIGTSTP and SIGWINCH and handles the last two; stores the
 * signals that were blocked before. */
void terminal_mode_begin(sigset_t *before);
/* Undoes it. */
void terminal_mode_end(const sigset_t *before);

/* Suspends the program or redraws the line, if a signal asked for it. */
void terminal_mode_serve(void);

/* Does the terminal lack what editing entries of several lines needs? */
bool terminal_mode_is_dumb(void);

#endif
