/* words.h - the code of a text as a list of words, without blanks and
 * comments: names, keywords, literals, operators and brackets. */
#ifndef SESSION_SYNTAX_WORDS_H
#define SESSION_SYNTAX_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "session/syntax/lexer.h"

typedef struct Word {
  TokenKind kind;
  size_t start, n; /* position and length in bytes */
  size_t name;     /* if kind is TOKEN_NAME: equal for equal names */
} Word;

/* The indices of two names. */
enum { WORDS_SELF, WORDS_ENV };

/* Pushes a userdata that owns the words and returns them. The last one, which
 * has length 0, stands for the end of the text. *names is the number of
 * different names. Raises only memory errors. */
const Word *words_push(lua_State *L, const char *text, size_t *names);

/* The number of words, with the last. */
size_t words_count(const Word *words);

bool words_is(const char *text, const Word *w, const char *sign);

#endif
