/* keys.h - key bindings for multi-line entries. */
#ifndef REPL_KEYS_H
#define REPL_KEYS_H

#include <stdbool.h>

/* Call after rl_initialize. */
void keys_bind(void);

/* Could more text complete the entry? Defined in line_reader.c. */
bool keys_entry_is_incomplete(const char *text);

#endif
