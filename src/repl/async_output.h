/* async_output.h - prints output of background jobs above the line being edited.
 *
 * Standard output and error go to a temporary file while a job runs. If it wrote
 * anything, the line is cleared, the text is printed, and the line is redrawn
 * with its cursor in place.
 */
#ifndef REPL_ASYNC_OUTPUT_H
#define REPL_ASYNC_OUTPUT_H

#include <stdbool.h>

/* Registers the prompt hooks (prompt_hooks.h). Call after rl_initialize. */
void async_output_open(void);

/* Starts capturing stdout and stderr. */
void async_output_begin(void);
/* Stops capturing, prints what was captured and then the text (NULL: none), in
 * the style of errors if `error`. */
void async_output_end(const char *text, bool error);

#endif
