/* syntax_hint.h - what people write who come from another language. */
#ifndef SESSION_SYNTAX_SYNTAX_HINT_H
#define SESSION_SYNTAX_SYNTAX_HINT_H

/* How Lua says what was meant, where its message tells of an error at `spot` of
 * the text; "" where that is not known. */
const char *syntax_hint(const char *message, const char *text,
                        const char *spot);

#endif
