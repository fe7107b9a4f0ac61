/* suggest.h - suggests the rest of an earlier entry. */
#ifndef REPL_SUGGEST_H
#define REPL_SUGGEST_H

#include <stdbool.h>
#include <stddef.h>

/* The rest of the latest entry that begins with the n bytes of text, is longer
 * and compiles; "" if there is none. Valid until the history changes. */
const char *suggest_rest(const char *text, size_t n);

/* Does the entry compile? Defined in line_reader.c. */
bool suggest_compiles(const char *entry);

#endif
