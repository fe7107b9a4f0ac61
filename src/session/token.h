/* token.h - Lua text in pieces, as far as colours and indentation need it. */
#ifndef SESSION_TOKEN_H
#define SESSION_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

typedef enum TokenKind {
  TOKEN_BLANK, TOKEN_COMMENT, TOKEN_STRING, TOKEN_NUMBER, TOKEN_KEYWORD,
  TOKEN_NAME, TOKEN_SIGN /* one character: an operator or a bracket */
} TokenKind;

typedef struct Token {
  TokenKind kind;
  size_t start, n; /* where, and how many bytes */
} Token;

/* The token at text[at], at < n. What does not end goes to n. */
Token token_at(const char *text, size_t n, size_t at);

/* By how much a token opens (1) or closes (-1) a piece of several lines: `do`,
 * `then`, `function`, `repeat` and brackets against their ends. */
int token_step(const char *text, Token t);

/* Does it close what a line before opened? `else` does, too. */
bool token_closes(const char *text, Token t);

/* How many pieces are open behind the first n bytes; never below 0. */
int token_depth(const char *text, size_t n);

/* Where the bracket is that belongs to the one at text[at]; n: none is. */
size_t token_partner(const char *text, size_t n, size_t at);

#endif
