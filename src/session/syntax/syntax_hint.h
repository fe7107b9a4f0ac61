/* syntax_hint.h - hints for syntax from other languages. */
#ifndef SESSION_SYNTAX_SYNTAX_HINT_H
#define SESSION_SYNTAX_SYNTAX_HINT_H

#include <stdbool.h>
#include <stddef.h>

/* Returns how to write in Lua what was probably meant, for a syntax error at
 * `spot` in the text; "" if unknown. */
const char *syntax_hint(const char *message, const char *text,
                        const char *spot);

/* Do the n bytes contain the head of a loop or condition with a colon before a
 * blank, as in Python? Lua takes `range(3): print(i)` for a method. */
bool syntax_hint_has_python_block(const char *text, size_t n);

#endif
