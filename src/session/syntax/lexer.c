#include "session/syntax/lexer.h"

#include <ctype.h>
#include <string.h>

static bool is_one_of(const char *const *words, const char *text, size_t n) {
  for (; *words; words++)
    if (**words == *text && !strncmp(*words, text, n) && !(*words)[n])
      return true;
  return false;
}

static bool is_keyword(const char *text, size_t n) {
  static const char *const words[] = {
    "and",      "break",  "do",   "else", "elseif", "end",   "false", "for",
    "function", "goto",   "if",   "in",   "local",  "nil",   "not",   "or",
    "repeat",   "return", "then", "true", "until",  "while", NULL};
  return is_one_of(words, text, n);
}

static bool is_word(char c) { return isalnum((unsigned char)c) || c == '_'; }

static size_t word_length(const char *text, size_t n, size_t at) {
  size_t i = at;
  while (i < n && is_word(text[i])) i++;
  return i - at;
}

/* A number may contain `.` but not `..`. The exponent of 1e-5 is split into
 * tokens, which does not matter here. */
static size_t number_length(const char *text, size_t n, size_t at) {
  size_t i = at;
  while (i < n && (is_word(text[i]) ||
                   (text[i] == '.' && i + 1 < n && text[i + 1] != '.')))
    i++;
  if (i < n && text[i] == '.' && i + 1 == n) i++;
  return i - at;
}

static size_t blank_length(const char *text, size_t n, size_t at) {
  size_t i = at;
  while (i < n && isspace((unsigned char)text[i])) i++;
  return i - at;
}

/* -- strings and comments: their end, or n + 1 if unfinished ------------- */

/* The number of '=' in a long bracket at text[i]; -1 if there is none. */
static int long_level(const char *text, size_t n, size_t i) {
  int level = 0;
  if (i >= n || text[i] != '[') return -1;
  while (++i < n && text[i] == '=') level++;
  return i < n && text[i] == '[' ? level : -1;
}

static size_t long_end(const char *text, size_t n, size_t i) {
  int level = long_level(text, n, i);
  for (i += (size_t)level + 2; i < n; i++) {
    size_t j = i + 1;
    if (text[i] != ']') continue;
    while (j < n && text[j] == '=') j++;
    if (j - i == (size_t)level + 1 && j < n && text[j] == ']') return j + 1;
  }
  return n + 1;
}

static size_t comment_end(const char *text, size_t n, size_t i) {
  if (long_level(text, n, i + 2) >= 0) return long_end(text, n, i + 2);
  while (i < n && text[i] != '\n') i++;
  return i < n ? i : n + 1;
}

/* A backslash takes the next character with it, \z all blanks that follow. */
static size_t string_end(const char *text, size_t n, size_t i) {
  char quote = text[i];
  while (++i < n && text[i] != quote && text[i] != '\n') {
    if (text[i] != '\\') continue;
    i++;
    if (i < n && text[i] == 'z') i += blank_length(text, n, i + 1);
  }
  return i < n ? i + 1 : n + 1;
}

/* -- tokens --------------------------------------------------------------- */

static Token make(TokenKind kind, size_t start, size_t n) {
  return (Token){kind, start, n, true};
}

static Token make_to(TokenKind kind, size_t start, size_t end, size_t n) {
  bool finished = end <= n;
  return (Token){kind, start, (finished ? end : n) - start, finished};
}

Token lexer_token(const char *text, size_t n, size_t at) {
  char c = text[at];
  bool dashes = c == '-' && at + 1 < n && text[at + 1] == '-';
  size_t blanks = blank_length(text, n, at);
  if (blanks) return make(TOKEN_BLANK, at, blanks);
  if (dashes) return make_to(TOKEN_COMMENT, at, comment_end(text, n, at), n);
  if (c == '"' || c == '\'')
    return make_to(TOKEN_STRING, at, string_end(text, n, at), n);
  if (long_level(text, n, at) >= 0)
    return make_to(TOKEN_STRING, at, long_end(text, n, at), n);
  if (isdigit((unsigned char)c))
    return make(TOKEN_NUMBER, at, number_length(text, n, at));
  size_t word = word_length(text, n, at);
  if (!word) return make(TOKEN_SIGN, at, 1);
  bool keyword = is_keyword(text + at, word);
  return make(keyword ? TOKEN_KEYWORD : TOKEN_NAME, at, word);
}

bool lexer_closes(const char *text, Token t) {
  static const char *const words[] = {"end", "until", "else", "elseif", NULL};
  const char *word = text + t.start;
  if (t.kind == TOKEN_SIGN) return strchr(")}]", *word);
  return t.kind == TOKEN_KEYWORD && is_one_of(words, word, t.n);
}

/* `for` and `while` open a block with `do`, `if` with `then`. */
static bool opens(const char *text, Token t) {
  static const char *const words[] = {"do",     "then", "function",
                                      "repeat", "else", NULL};
  const char *word = text + t.start;
  if (t.kind == TOKEN_SIGN) return strchr("({[", *word);
  return t.kind == TOKEN_KEYWORD && is_one_of(words, word, t.n);
}

int lexer_step(const char *text, Token t) {
  return opens(text, t) - lexer_closes(text, t);
}

int lexer_depth(const char *text, size_t n) {
  int depth = 0;
  for (size_t at = 0; at < n;) {
    Token t = lexer_token(text, n, at);
    depth += lexer_step(text, t);
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

size_t lexer_partner(const char *text, size_t n, size_t at) {
  size_t open[LEXER_BRACKETS], depth = 0;
  for (size_t i = 0; i < n;) {
    Token t = lexer_token(text, n, i);
    i += t.n;
    if (!is_bracket(text, t)) continue;
    if (strchr("({[", text[t.start])) {
      if (depth == LEXER_BRACKETS) return n;
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

/* -- the end of a text ---------------------------------------------------- */

static void note_bracket(LexerState *s, char c, size_t at) {
  if (strchr("({[", c)) {
    if (s->depth < LEXER_BRACKETS) s->open[s->depth] = at;
    s->depth++;
  } else if (s->depth)
    s->depth--;
}

/* The text of a long string starts at its brackets. */
static void note_string(LexerState *s, const char *text, Token t) {
  bool is_long = text[t.start] == '[';
  s->last = is_long ? ']' : text[t.start];
  if (t.finished) return;
  s->quote = s->last;
  s->string = is_long ? t.start : t.start + 1;
}

LexerState lexer_state(const char *text, size_t n) {
  LexerState s = {0};
  for (size_t at = 0; at < n;) {
    Token t = lexer_token(text, n, at);
    at += t.n;
    if (t.kind == TOKEN_BLANK) continue;
    if (t.kind == TOKEN_COMMENT)
      s.comment = !t.finished;
    else if (t.kind == TOKEN_STRING)
      note_string(&s, text, t);
    else
      s.last = text[at - 1];
    if (is_bracket(text, t)) note_bracket(&s, text[t.start], t.start);
  }
  return s;
}
