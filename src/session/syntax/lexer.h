/* lexer.h - splits Lua text, which may be unfinished, into tokens.
 *
 * Used for highlighting, indentation, completion and detecting incomplete
 * entries; Lua's own parser decides what is valid.
 */
#ifndef SESSION_SYNTAX_LEXER_H
#define SESSION_SYNTAX_LEXER_H

#include <stdbool.h>
#include <stddef.h>

typedef enum TokenKind {
  TOKEN_BLANK,
  TOKEN_COMMENT,
  TOKEN_STRING,
  TOKEN_NUMBER,
  TOKEN_KEYWORD,
  TOKEN_NAME,
  TOKEN_SIGN /* one character: an operator or a bracket */
} TokenKind;

typedef struct Token {
  TokenKind kind;
  size_t start, n; /* position and length in bytes */
  bool finished;   /* false for a string or comment without an end */
} Token;

/* The token at text[at], at < n. An unfinished one extends to n. */
Token lexer_token(const char *text, size_t n, size_t at);

/* Returns 1 if the token opens a block (`do`, `then`, `function`, `repeat`,
 * brackets), -1 if it closes one, 0 if neither or both (`else`). */
int lexer_step(const char *text, Token t);

/* Does the token close a block of an earlier line? True also for `else`. */
bool lexer_closes(const char *text, Token t);

/* The number of blocks open after the first n bytes; never below 0. */
int lexer_depth(const char *text, size_t n);

/* The position of the bracket that matches the one at text[at]; n if none. */
size_t lexer_partner(const char *text, size_t n, size_t at);

enum { LEXER_BRACKETS = 32 };

/* The state at the end of a text. */
typedef struct LexerState {
  char last;     /* last character of code; 0 if none */
  char quote;    /* closing quote of an open string; 0 if none */
  size_t string; /* where the text of that string starts */
  bool comment;  /* the text ends in a comment */
  size_t depth;  /* open brackets; the outermost 32 are recorded */
  size_t open[LEXER_BRACKETS]; /* their positions */
} LexerState;

LexerState lexer_state(const char *text, size_t n);

#endif
