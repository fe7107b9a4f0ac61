#include "session/syntax/function_place.h"

#include <string.h>

#include "session/syntax/lexer.h"

static bool is_function(const char *text, Token t) {
  return t.kind == TOKEN_KEYWORD && t.n == strlen("function") &&
         !strncmp(text + t.start, "function", t.n);
}

static bool is_sign(const char *text, Token t, char sign) {
  return t.kind == TOKEN_SIGN && text[t.start] == sign;
}

size_t function_place_count(const char *text, size_t n) {
  size_t count = 0;
  for (size_t at = 0; at < n;) {
    const Token t = lexer_token(text, n, at);
    if (is_function(text, t)) count++;
    at += t.n;
  }
  return count;
}

typedef struct Search {
  FunctionPlace *out;
  int count, current; /* current: the innermost open function; -1: none */
  int depth, line;
} Search;

/* A name with dots and perhaps a colon precedes "(". */
static void read_head(FunctionPlace *place, const char *text, Token t,
                      int line) {
  if (is_sign(text, t, ':')) place->method = true;
  if (!is_sign(text, t, '(')) return;
  place->open = t.start;
  place->first = line;
}

static void read_token(Search *s, const char *text, Token t) {
  FunctionPlace *place = s->current < 0 ? NULL : &s->out[s->current];
  if (place && !place->first) read_head(place, text, t, s->line);
  if (is_function(text, t)) {
    s->out[s->count] =
      (FunctionPlace){.start = t.start, .depth = s->depth, .outer = s->current};
    s->current = s->count++;
  }
  s->depth += lexer_step(text, t);
  if (!place || s->depth != place->depth || !place->first) return;
  place->end = t.start + t.n;
  place->last = s->line;
  s->current = place->outer;
}

void function_place_find(FunctionPlace *out, const char *text, size_t n) {
  Search s = {out, 0, -1, 0, 1};
  for (size_t at = 0; at < n;) {
    const Token t = lexer_token(text, n, at);
    read_token(&s, text, t);
    for (size_t i = 0; i < t.n; i++)
      if (text[at + i] == '\n') s.line++;
    at += t.n;
  }
}
