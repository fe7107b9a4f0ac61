#include "session/assist/call_place.h"

/* The innermost bracket or block that is still open before token `end`; c.n if
 * there is none. */
static size_t find_open(Tokens c, size_t end) {
  int depth = 0;
  for (size_t i = end; i--;) {
    depth -= lexer_step(c.text, c.t[i]);
    if (depth < 0) return i;
  }
  return c.n;
}

size_t call_place_bracket(Tokens c) {
  size_t i = find_open(c, c.n);
  return tokens_is_kind(c, i, TOKEN_SIGN) ? i : c.n;
}

/* The commas directly between the bracket at `open` and token `end`. */
static size_t count_commas(Tokens c, size_t open, size_t end) {
  size_t commas = 0;
  int depth = 0;
  for (size_t i = open + 1; i < end; i++) {
    depth += lexer_step(c.text, c.t[i]);
    if (!depth && tokens_is(c, i, ",")) commas++;
  }
  return commas;
}

/* The operand before the bracket, which makes it a call. */
static bool find_function(Tokens c, size_t open, CallPlace *out) {
  out->start = tokens_operand_start(c, open);
  out->end = open;
  return out->start < open;
}

bool call_place_find(Tokens c, CallPlace *out) {
  size_t inner = c.n, end = c.n; /* the bracket within the one looked at */
  out->directly = true;
  for (;;) {
    size_t open = find_open(c, end);
    if (!tokens_is_kind(c, open, TOKEN_SIGN)) return false;
    bool call = !tokens_is(c, open, "[") && find_function(c, open, out);
    if (call) {
      bool table = tokens_is(c, open, "{");
      bool argument = !table && tokens_is(c, inner, "{") &&
                      (inner == open + 1 || tokens_is(c, inner - 1, ","));
      out->argument = table ? 0 : count_commas(c, open, end);
      out->table = table ? open : argument ? inner : c.n;
      if (inner < c.n && !argument) out->directly = false;
      return true;
    }
    if (inner < c.n || !tokens_is(c, open, "{")) out->directly = false;
    inner = open;
    end = open;
  }
}
