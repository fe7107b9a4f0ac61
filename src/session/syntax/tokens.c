#include "session/syntax/tokens.h"

#include <string.h>

/* -- the array ------------------------------------------------------------ */

/* Stores as many as there is room for, and counts all. */
static size_t split(const char *text, size_t n, Token *out, size_t room) {
  size_t count = 0;
  for (size_t at = 0; at < n;) {
    Token t = lexer_token(text, n, at);
    at += t.n;
    if (t.kind == TOKEN_BLANK || t.kind == TOKEN_COMMENT) continue;
    if (count < room) out[count] = t;
    count++;
  }
  return count;
}

/* There is usually room in the first block. */
Tokens tokens_push(lua_State *L, const char *text, size_t n) {
  size_t room = n / 2 + 8;
  Token *t = lua_newuserdatauv(L, room * sizeof *t, 0);
  size_t count = split(text, n, t, room);
  if (count > room) {
    lua_pop(L, 1);
    t = lua_newuserdatauv(L, count * sizeof *t, 0);
    split(text, n, t, count);
  }
  return (Tokens){text, t, count};
}

bool tokens_is_kind(Tokens c, size_t i, TokenKind kind) {
  return i < c.n && c.t[i].kind == kind;
}

static bool has_text(Tokens c, size_t i, const char *word, size_t n) {
  return c.t[i].n == n && !strncmp(c.text + c.t[i].start, word, n);
}

bool tokens_is(Tokens c, size_t i, const char *word) {
  return i < c.n && c.t[i].kind != TOKEN_STRING &&
         has_text(c, i, word, strlen(word));
}

bool tokens_is_name(Tokens c, size_t i, const char *name, size_t n) {
  return tokens_is_kind(c, i, TOKEN_NAME) && has_text(c, i, name, n);
}

/* Is it a sign, one of the characters? */
static bool is_sign(Tokens c, size_t i, const char *signs) {
  return tokens_is_kind(c, i, TOKEN_SIGN) &&
         strchr(signs, c.text[c.t[i].start]) != NULL;
}

/* -- brackets and blocks -------------------------------------------------- */

size_t tokens_close(Tokens c, size_t i) {
  int depth = 0;
  for (; i < c.n; i++) {
    depth += lexer_step(c.text, c.t[i]);
    if (depth <= 0) return i;
  }
  return c.n;
}

size_t tokens_open(Tokens c, size_t i) {
  int depth = 0;
  for (size_t k = i + 1; k--;) {
    depth -= lexer_step(c.text, c.t[k]);
    if (depth <= 0) return k;
  }
  return c.n;
}

/* -- operators ------------------------------------------------------------ */

/* Are tokens i and i + 1 these two characters, one after the other? */
static bool is_pair(Tokens c, size_t i, const char *pair) {
  return i + 1 < c.n && c.t[i].kind == TOKEN_SIGN &&
         c.t[i + 1].start == c.t[i].start + 1 &&
         !strncmp(c.text + c.t[i].start, pair, 2);
}

size_t tokens_operator(Tokens c, size_t i) {
  static const char *const pairs[] = {
    "..", "//", "==", "~=", "<=", ">=", "<<", ">>", NULL};
  if (tokens_is(c, i, "and") || tokens_is(c, i, "or")) return 1;
  for (int k = 0; pairs[k]; k++)
    if (is_pair(c, i, pairs[k])) return 2;
  return is_sign(c, i, "+-*/%^&|~<>");
}

bool tokens_is_unary(Tokens c, size_t i) {
  return tokens_is(c, i, "not") || is_sign(c, i, "-#~");
}

/* -- expressions ---------------------------------------------------------- */

/* The exponent of 1e-5 has its own tokens. */
static size_t number_end(Tokens c, size_t i) {
  const char *last = c.text + c.t[i].start + c.t[i].n - 1;
  bool more = strchr("eEpP", *last) && is_sign(c, i + 1, "+-") &&
              tokens_is_kind(c, i + 2, TOKEN_NUMBER);
  return i + (more ? 3 : 1);
}

static size_t group_end(Tokens c, size_t i) {
  size_t close = tokens_close(c, i);
  return close < c.n ? close + 1 : c.n;
}

static bool is_constant(Tokens c, size_t i) {
  return tokens_is(c, i, "nil") || tokens_is(c, i, "true") ||
         tokens_is(c, i, "false");
}

static bool is_dots(Tokens c, size_t i) {
  return is_pair(c, i, "..") && is_pair(c, i + 1, "..");
}

size_t tokens_suffix_end(Tokens c, size_t i) {
  bool field = is_sign(c, i, ".:") && tokens_is_kind(c, i + 1, TOKEN_NAME);
  if (field) return i + 2;
  if (is_sign(c, i, "[({")) return group_end(c, i);
  return tokens_is_kind(c, i, TOKEN_STRING) ? i + 1 : i;
}

size_t tokens_operand_end(Tokens c, size_t i) {
  if (i >= c.n) return i;
  if (c.t[i].kind == TOKEN_NUMBER) return number_end(c, i);
  if (c.t[i].kind == TOKEN_STRING || is_constant(c, i)) return i + 1;
  if (tokens_is(c, i, "function") || is_sign(c, i, "{")) return group_end(c, i);
  if (is_dots(c, i)) return i + 3;
  bool suffixed = c.t[i].kind == TOKEN_NAME || is_sign(c, i, "(");
  if (!suffixed) return i;
  size_t end = is_sign(c, i, "(") ? group_end(c, i) : i + 1, next;
  while ((next = tokens_suffix_end(c, end)) > end) end = next;
  return end;
}

size_t tokens_expression_end(Tokens c, size_t i) {
  for (;;) {
    while (tokens_is_unary(c, i)) i++;
    size_t end = tokens_operand_end(c, i);
    if (end == i) return i;
    size_t sign = tokens_operator(c, end);
    if (!sign) return end;
    i = end + sign;
  }
}

size_t tokens_list_end(Tokens c, size_t i) {
  for (;;) {
    i = tokens_expression_end(c, i);
    if (!is_sign(c, i, ",")) return i;
    i++;
  }
}

/* -- backward ------------------------------------------------------------- */

/* Can it be called or indexed: does an operand end with token i? */
static bool ends_operand(Tokens c, size_t i) {
  return tokens_is_kind(c, i, TOKEN_NAME) || is_sign(c, i, ")]}") ||
         tokens_is_kind(c, i, TOKEN_STRING);
}

/* x .. y has no field. */
static bool follows_dot(Tokens c, size_t i) {
  return i && is_sign(c, i - 1, ".:") && !(i > 1 && is_pair(c, i - 2, "..")) &&
         !(i > 1 && is_pair(c, i - 2, "::"));
}

size_t tokens_operand_start(Tokens c, size_t end) {
  size_t i = end; /* all from here to `end` belongs to the operand */
  while (i && ends_operand(c, i - 1)) {
    i--;
    if (c.t[i].kind == TOKEN_NAME) {
      if (!follows_dot(c, i)) return i;
      i--;
      continue;
    }
    if (c.t[i].kind == TOKEN_SIGN) i = tokens_open(c, i);
    if (i >= c.n) return end;
    if (is_sign(c, i, "(") && !(i && ends_operand(c, i - 1))) return i;
  }
  return end;
}
