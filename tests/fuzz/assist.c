/* What runs while a line is typed: tokens, completion, signatures, entries, hints.
 * The input is the text before the cursor. Nothing of it is ever run. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "session/complete/complete.h"
#include "session/complete/complete_string.h"
#include "session/assist/infer.h"
#include "session/assist/name_hint.h"
#include "session/assist/signature.h"
#include "session/syntax/compile.h"
#include "session/syntax/lexer.h"
#include "session/syntax/locals.h"
#include "session/syntax/pieces.h"
#include "session/syntax/syntax_hint.h"
#include "session/syntax/tokens.h"

static void walk_tokens(const char *text, size_t n) {
  for (size_t at = 0; at < n;) {
    Token t = lexer_token(text, n, at);
    if (t.start != at || !t.n || t.start + t.n > n) abort();
    lexer_step(text, t);
    lexer_closes(text, t);
    if (strchr("()[]{}", text[at])) lexer_partner(text, n, at);
    at += t.n;
  }
}

static int l_candidates(lua_State *L) {
  size_t n;
  const char *text = lua_tolstring(L, 1, &n);
  LexerState s = lexer_state(text, n);
  lexer_depth(text, n);
  bool in_string = s.quote == '"' || s.quote == '\'';
  lua_pushcfunction(L, in_string ? complete_texts : complete_words);
  lua_pushvalue(L, 1);
  lua_pushinteger(
    L, (lua_Integer)(in_string ? s.string : complete_start(text, n)));
  lua_call(L, 2, 1);
  return 0;
}

static size_t count_lines(const char *text) {
  size_t lines = 1;
  while ((text = strchr(text, '\n'))) text++, lines++;
  return lines;
}

static int l_split(lua_State *L) {
  const Pieces p = pieces_push(L, lua_tostring(L, 1), "ml> ");
  size_t end = 0;
  for (size_t i = 0; i < p.count; i++) {
    if (p.list[i].start < end) abort();
    end = p.list[i].start + p.list[i].n;
  }
  if (end > strlen(p.text)) abort();
  if (pieces_are_open(&p)) compile_push_lack(L, p.text);
  return 0;
}

static int l_infer(lua_State *L) {
  size_t n;
  const char *text = lua_tolstring(L, 1, &n);
  infer_push_expression(L, tokens_push(L, text, n), 0);
  return 0;
}

static int l_signature(lua_State *L) {
  size_t n;
  const char *text = lua_tolstring(L, 1, &n);
  for (size_t point = 0; point <= n; point++)
    if (signature_push(L, text, point, 40)) lua_pop(L, 1);
  return 0;
}

static int l_compile(lua_State *L) {
  const char *text = lua_tostring(L, 1);
  locals_compile(L, "=entry 1", text, 3);
  if (locals_push_global(L, text) &&
      count_lines(lua_tostring(L, -2)) != count_lines(text))
    abort();
  return 0;
}

static int l_hints(lua_State *L) {
  const char *text = lua_tostring(L, 1);
  name_hint_about(text);
  lua_pushfstring(L, "entry 1:1: attempt to call a nil value (global '%s')",
                  text);
  name_hint_append(L);
  lua_pushfstring(L, "entry 1:1: attempt to call a nil value (field '%s')", text);
  name_hint_append(L);
  name_hint_about("");
  name_hint_global(L, text);
  name_hint_field(L, "vector", text);
  syntax_hint("unexpected symbol near", text, text + strlen(text) / 2);
  return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  static const lua_CFunction functions[] = {l_candidates, l_infer, l_signature,
                                            l_split, l_compile, l_hints};
  lua_State *L = fuzz_state();
  lua_pushlstring(L, (const char *)data, n);
  lua_pushstring(L, lua_tostring(L, 1)); /* up to a zero byte */
  lua_replace(L, 1);
  walk_tokens(lua_tostring(L, 1), lua_rawlen(L, 1));
  for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
    lua_pushcfunction(L, functions[i]);
    lua_pushvalue(L, 1);
    if (lua_pcall(L, 1, 0, 0) != LUA_OK) lua_pop(L, 1);
  }
  lua_settop(L, 0);
  return 0;
}
