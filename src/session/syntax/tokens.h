/* tokens.h - the tokens of a text in an array, and where its brackets, blocks
 * and expressions begin and end.
 *
 * The text may be unfinished or wrong. Positions are indices of tokens; ranges
 * exclude their end.
 */
#ifndef SESSION_SYNTAX_TOKENS_H
#define SESSION_SYNTAX_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "session/syntax/lexer.h"

/* The tokens of a text, except blanks and comments. */
typedef struct Tokens {
  const char *text;
  const Token *t;
  size_t n;
} Tokens;

/* Pushes the memory of the tokens of text[0..n), which must stay valid. */
Tokens tokens_push(lua_State *L, const char *text, size_t n);

/* Is token i that word or sign? False for i >= n. */
bool tokens_is(Tokens c, size_t i, const char *word);
bool tokens_is_kind(Tokens c, size_t i, TokenKind kind);
/* Is it a name, and the same as the n characters at `name`? */
bool tokens_is_name(Tokens c, size_t i, const char *name, size_t n);

/* The token that closes the bracket or block opened by token i; n if none. */
size_t tokens_close(Tokens c, size_t i);
/* The bracket that token i closes; n if none. */
size_t tokens_open(Tokens c, size_t i);

/* The length in tokens of the binary operator at i (1 for `and`, 2 for `//`); 0
 * if there is none. An assignment is no operator. */
size_t tokens_operator(Tokens c, size_t i);
bool tokens_is_unary(Tokens c, size_t i);

/* The end of what follows a name, such as .x, :x, [i], (a) or "a"; i if nothing
 * does. */
size_t tokens_suffix_end(Tokens c, size_t i);
/* The end of the name, call or other operand without operators at i: that of
 * d:matrix{"a"}[1]; i if there is none. */
size_t tokens_operand_end(Tokens c, size_t i);
/* The end of the expression at i, and of the list of expressions. */
size_t tokens_expression_end(Tokens c, size_t i);
size_t tokens_list_end(Tokens c, size_t i);

/* The start of the operand, a name or a call, that ends before token `end`;
 * `end` if there is none. */
size_t tokens_operand_start(Tokens c, size_t end);

#endif
