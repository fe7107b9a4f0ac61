/* keys.h - named commands for multi-line entries and the keys bound to them. */
#ifndef REPL_KEYS_H
#define REPL_KEYS_H

#include <stdbool.h>

/* Call before rl_initialize reads the user's inputrc, which has the last
 * word. */
void keys_define(void);
/* Call after rl_initialize: keys without a binding do nothing. */
void keys_ignore_unknown(void);

/* Could more text complete the entry? Defined in line_reader.c. */
bool keys_entry_is_incomplete(const char *text);

/* Tells what the incomplete entry lacks and how to drop it. Defined in
 * line_reader.c. */
void keys_explain_open_entry(const char *text);

/* Lets the user edit the text in an editor; returns the result, allocated, or
 * NULL after a message. Defined in line_reader.c. */
char *keys_edit_text(const char *text);

#endif
