/* keys.h - the keys that Readline does not bind as a prompt of several lines
 * needs them. */
#ifndef REPL_KEYS_H
#define REPL_KEYS_H

#include <stdbool.h>

/* After rl_initialize. */
void keys_bind(void);

/* Would more text make sense of it? (line_reader.c) */
bool keys_entry_is_incomplete(const char *text);

#endif
