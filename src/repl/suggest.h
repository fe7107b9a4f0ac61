/* suggest.h - suggests the rest of an earlier entry. */
#ifndef REPL_SUGGEST_H
#define REPL_SUGGEST_H

#include <stddef.h>

/* The rest of the latest entry that begins with the n bytes of text and is
 * longer; "" if there is none. Valid until the history changes. */
const char *suggest_rest(const char *text, size_t n);

#endif
