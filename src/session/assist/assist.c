/* assist.c - the native module mlrepl.assist: what the prompt offers for a text,
 * as functions for tests.
 */
#include <string.h>

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "session/assist/complete.h"
#include "session/assist/complete_string.h"
#include "session/assist/infer.h"
#include "session/assist/known_type.h"
#include "session/assist/signature.h"
#include "session/syntax/lexer.h"
#include "session/syntax/tokens.h"

/* (text before the cursor) -> list of candidates or nil */
static int l_complete(lua_State *L) {
  size_t n;
  const char *text = luaL_checklstring(L, 1, &n);
  LexerState s = lexer_state(text, n);
  lua_settop(L, 1);
  if (s.comment || s.quote == ']') return 0;
  if (s.quote) {
    lua_pushcfunction(L, complete_texts);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, (lua_Integer)s.string);
  } else {
    lua_pushcfunction(L, complete_words);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, (lua_Integer)complete_start(text, n));
  }
  lua_call(L, 2, 1);
  return 1;
}

/* (expression, after some statements) -> its type, as far as it is known */
static int l_type(lua_State *L) {
  size_t n, start;
  const char *text = luaL_checklstring(L, 1, &n);
  Tokens c = tokens_push(L, text, n);
  const char *from = strrchr(text, ';');
  for (start = 0; from && start < c.n && text + c.t[start].start <= from;)
    start++;
  infer_push_expression(L, c, start);
  UsageText type = known_type_of(L, -1);
  lua_pushlstring(L, type.at, type.n);
  return 1;
}

/* (text before the cursor, width) -> signature of the call, or nil */
static int l_signature(lua_State *L) {
  size_t n;
  const char *text = luaL_checklstring(L, 1, &n);
  size_t width = (size_t)luaL_optinteger(L, 2, 80);
  return signature_push(L, text, n, width);
}

static const luaL_Reg functions[] = {{"complete", l_complete},
                                     {"type", l_type},
                                     {"signature", l_signature},
                                     {NULL, NULL}};

void open_assist(lua_State *L) {
  lib_context_add(L, "mlrepl.assist", functions);
}
