/* suggest.h - the rest of an earlier entry that begins with the typed text. */
#ifndef REPL_SUGGEST_H
#define REPL_SUGGEST_H

#include <stdbool.h>

/* Turns suggestions on or off: printoptions{suggestions=}. */
void suggest_set(bool on);

/* What the newest entry that begins with the text and continues it on the same
 * line has after it, if the cursor is at the end of the text; otherwise NULL.
 * Valid until the history changes. */
const char *suggest_tail(void);

#endif
