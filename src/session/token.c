#include "session/token.h"

#include <ctype.h>
#include <string.h>

#include "session/scan.h"

static bool is_one_of(const char *const *words, const char *text, size_t n) {
  for (; *words; words++)
    if (strlen(*words) == n && !strncmp(*words, text, n)) return true;
  return false;
}

static bool is_keyword(const char *text, size_t n) {
  static const char *const words[] = {
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function",
    "goto", "if", "in", "local", "nil", "not", "or", "repeat", "return",
    "then", "true", "until", "while", NULL};
  return is_one_of(words, text, n);
}

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_'; }

static size_t word_length(const char *text, size_t n, size_t at) {
  size_t i = at;
  while (i < n && is_word(text[i])) i++;
  return i - at;
}

/* A point belongs to a number, `..` does not; nor does the sign of 1e-5, which
 * looks right all the same. */
static size_t number_length(const char *text, size_t n, size_t at) {
  size_t i = at;
  while (i < n && (is_word(text[i]) || (text[i] == '.' && i + 1 < n &&
                                        text[i + 1] != '.')))
    i++;
  if (i < n && text[i] == '.' && i + 1 == n) i++;
  return i - at;
}

static Token make(TokenKind kind, size_t start, size_t n) {
  return (Token){kind, start, n};
}

static size_t to_end(size_t end, size_t n, size_t at) {
  return (end < n ? end : n) - at;
}

static size_t blank_length(const char *text, size_t n, size_t at) {
  size_t i = at;
  while (i < n && isspace((unsigned char)text[i])) i++;
  return i - at;
}

Token token_at(const char *text, size_t n, size_t at) {
  char c = text[at];
  bool dashes = c == '-' && at + 1 < n && text[at + 1] == '-';
  size_t blanks = blank_length(text, n, at);
  if (blanks) return make(TOKEN_BLANK, at, blanks);
  if (dashes)
    return make(TOKEN_COMMENT, at, to_end(scan_comment(text, n, at), n, at));
  if (c == '"' || c == '\'')
    return make(TOKEN_STRING, at, to_end(scan_string(text, n, at), n, at));
  if (scan_long_level(text, n, at) >= 0)
    return make(TOKEN_STRING, at, to_end(scan_long(text, n, at), n, at));
  if (isdigit((unsigned char)c))
    return make(TOKEN_NUMBER, at, number_length(text, n, at));
  size_t word = word_length(text, n, at);
  if (!word) return make(TOKEN_SIGN, at, 1);
  bool keyword = is_keyword(text + at, word);
  return make(keyword ? TOKEN_KEYWORD : TOKEN_NAME, at, word);
}

bool token_closes(const char *text, Token t) {
  static const char *const words[] = {"end", "until", "else", "elseif", NULL};
  const char *word = text + t.start;
  if (t.kind == TOKEN_SIGN) return strchr(")}]", *word);
  return t.kind == TOKEN_KEYWORD && is_one_of(words, word, t.n);
}

/* `for` and `while` open with their `do`, `if` with its `then`. */
static bool opens(const char *text, Token t) {
  static const char *const words[] = {"do", "then", "function", "repeat",
                                      "else", NULL};
  const char *word = text + t.start;
  if (t.kind == TOKEN_SIGN) return strchr("({[", *word);
  return t.kind == TOKEN_KEYWORD && is_one_of(words, word, t.n);
}

int token_step(const char *text, Token t) {
  return opens(text, t) - token_closes(text, t);
}

int token_depth(const char *text, size_t n) {
  int depth = 0;
  for (size_t at = 0; at < n;) {
    Token t = token_at(text, n, at);
    depth += token_step(text, t);
    if (depth < 0) depth = 0;
    at += t.n;
  }
  return depth;
}

/* -- brackets ------------------------------------------------------------- */

static bool is_bracket(const char *text, Token t) {
  return t.kind == TOKEN_SIGN && strchr("(){}[]", text[t.start]);
}

static bool fit(char open, char close) {
  return (open == '(' && close == ')') || (open == '[' && close == ']') ||
         (open == '{' && close == '}');
}

size_t token_partner(const char *text, size_t n, size_t at) {
  size_t open[SCAN_DEPTH], depth = 0;
  for (size_t i = 0; i < n;) {
    Token t = token_at(text, n, i);
    i += t.n;
    if (!is_bracket(text, t)) continue;
    if (strchr("({[", text[t.start])) {
      if (depth == SCAN_DEPTH) return n;
      open[depth++] = t.start;
    } else {
      if (!depth || !fit(text[open[depth - 1]], text[t.start])) return n;
      depth--;
      if (t.start == at) return open[depth];
      if (open[depth] == at) return t.start;
    }
  }
  return n;
}
