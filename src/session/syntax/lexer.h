/* lexer.h - splits Lua text, which may be unfinished, into tokens.
 *
 * Good enough for highlighting, indentation, completion and the question
 * whether an entry is complete; Lua's own parser decides what is valid.
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
  bool finished;   /* false: a string or comment that has no end */
} Token;

/* The token at text[at], at < n. An unfinished one reaches to n. */
Token lexer_token(const char *text, size_t n, size_t at);

/* Does the token open (1) or close (-1) a block: `do`, `then`, `function`,
 * `repeat`, brackets, and their ends? 0: neither, or both as `else` does. */
int lexer_step(const char *text, Token t);

/* Does it close what an earlier line opened? `else` does, too. */
bool lexer_closes(const char *text, Token t);

/* The number of blocks open after the first n bytes; never below 0. */
int lexer_depth(const char *text, size_t n);

/* The position of the bracket that matches the one at text[at]; n: none. */
size_t lexer_partner(const char *text, size_t n, size_t at);

enum { LEXER_BRACKETS = 32 };

/* What holds at the end of a text. */
typedef struct LexerState {
  char last;     /* the last character that is code, 0: there is none */
  char quote;    /* the end of the string the text ends in, 0: in none */
  size_t string; /* where that string's text starts */
  bool comment;  /* the text ends in a comment */
  size_t depth;  /* open brackets; the outermost 32 are recorded */
  size_t open[LEXER_BRACKETS]; /* their positions */
} LexerState;

LexerState lexer_state(const char *text, size_t n);

#endif
