#include "repl/screen/screen_color.h"

#include <string.h>

#include "repl/screen/screen_style.h"
#include "session/syntax/lexer.h"

static int style_of(TokenKind kind) {
  switch (kind) {
  case TOKEN_KEYWORD: return SCREEN_KEYWORD;
  case TOKEN_STRING: return SCREEN_STRING;
  case TOKEN_NUMBER: return SCREEN_NUMBER;
  case TOKEN_COMMENT: return SCREEN_COMMENT;
  default: return SCREEN_PLAIN;
  }
}

void screen_color_syntax(unsigned char *styles, const char *text, size_t n) {
  for (size_t at = 0; at < n;) {
    Token t = lexer_token(text, n, at);
    memset(styles + t.start, style_of(t.kind), t.n);
    at = t.start + t.n;
  }
}

void screen_color_brackets(unsigned char *styles, const char *text, size_t n,
                           size_t at) {
  static const char brackets[] = "(){}[]";
  enum { COUNT = sizeof brackets - 1 };
  if (at == n || !memchr(brackets, text[at], COUNT)) {
    if (!at || !memchr(brackets, text[at - 1], COUNT)) return;
    at--;
  }
  const size_t partner = lexer_partner(text, n, at);
  if (partner < n) styles[at] = styles[partner] = SCREEN_BRACKET;
}
