/* async_output.h - what is written while a line is being typed stands above it.
 *
 * Standard output and error are kept in a file while a job has its turn. When
 * there is something, the line steps aside, the text is written, and the line
 * comes back as it was, its cursor too.
 */
#ifndef REPL_ASYNC_OUTPUT_H
#define REPL_ASYNC_OUTPUT_H

#include <stdbool.h>

/* Lets the rest of the program know (prompt_hooks.h). After rl_initialize. */
void async_output_open(void);

/* From here on what is written is kept. */
void async_output_begin(void);
/* It is shown, and below it the text, unless that is NULL: an error? */
void async_output_end(const char *text, bool error);

#endif
