/* async_output.h - prints output of background jobs above the input line.
 *
 * While a job runs, stdout and stderr go to a temporary file. If the job
 * printed anything, the line is cleared, the text is printed, and the line is
 * redrawn with the cursor in place.
 */
#ifndef REPL_ASYNC_OUTPUT_H
#define REPL_ASYNC_OUTPUT_H

#include <stdbool.h>

/* Registers the prompt hooks (prompt_hooks.h). Call after rl_initialize. */
void async_output_open(void);

/* Starts capturing stdout and stderr. */
void async_output_begin(void);
/* Stops capturing, prints the captured text and then `text` (may be NULL), in
 * the error style if `error`. */
void async_output_end(const char *text, bool error);

/* Prints the text above the input line. */
void async_output_say(const char *text);

#endif
