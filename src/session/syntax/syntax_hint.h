/* syntax_hint.h - hints for syntax from other languages. */
#ifndef SESSION_SYNTAX_SYNTAX_HINT_H
#define SESSION_SYNTAX_SYNTAX_HINT_H

/* Returns how to write in Lua what was probably meant, for a syntax error at
 * `spot` in the text; "" if unknown. */
const char *syntax_hint(const char *message, const char *text,
                        const char *spot);

#endif
