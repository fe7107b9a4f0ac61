#include "session/assist/complete_string.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "session/assist/complete.h"
#include "lua/base/lib_context.h"
#include "session/syntax/lexer.h"

/* The context of a string in the text. */
typedef struct Place {
  const char *call; /* "d:matrix" of d:matrix{"a", "b; n characters long */
  size_t n;
  const char *key; /* "method" of train(m, X, y, {method="; m long */
  size_t m;
} Place;

static size_t skip_blanks_back(const char *text, size_t at) {
  while (at && isspace((unsigned char)text[at - 1])) at--;
  return at;
}

/* `quote` is the position of the opening quote. */
static Place find_place(const char *text, size_t quote) {
  Place p = {NULL, 0, "", 0};
  size_t at = skip_blanks_back(text, quote);
  LexerState s = lexer_state(text, quote);
  bool assigned = at && text[at - 1] == '=';
  if (assigned) p.key = complete_name_before(text, at - 1, &p.m);
  if (!assigned) p.call = complete_name_before(text, at, &p.n);
  if (!p.n && s.depth && s.depth <= LEXER_BRACKETS)
    p.call = complete_call(text, &s, &p.n);
  if (!p.n) p.call = NULL;
  return p;
}

/* Adds the string at the top to the list if it begins with `start`; pops it. */
static void add(lua_State *L, int list, const char *start) {
  const char *word = lua_tostring(L, -1);
  if (word && complete_begins(word, start))
    lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
  else
    lua_pop(L, 1);
}

/* Adds the columns of the dataset in the call; in d["a the call is d. */
static void add_columns(lua_State *L, int list, const char *text, Place p,
                        const char *start) {
  size_t n = p.n, from = (size_t)(p.call - text);
  while (n && !strchr(".:", p.call[n - 1])) n--;
  complete_push_path(L, text, from, from + (n ? n - 1 : p.n));
  if (!complete_to_columns(L)) return;
  lua_pushnil(L);
  while (lua_next(L, -2)) {
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    if (lua_type(L, -1) == LUA_TSTRING)
      add(L, list, start);
    else
      lua_pop(L, 1);
  }
}

/* Adds the result of words_for(call, key). */
static void add_words(lua_State *L, int list, Place p, const char *start) {
  if (!lib_context_find(L, "mlrepl.prompt.commands", "words_for")) return;
  lua_pushlstring(L, p.call, p.n);
  lua_pushlstring(L, p.key, p.m);
  lua_call(L, 2, 1);
  if (!lua_istable(L, -1)) return;
  int words = lua_gettop(L);
  for (lua_Integer i = 1; lua_rawgeti(L, words, i) == LUA_TSTRING; i++)
    add(L, list, start);
}

int complete_texts(lua_State *L) {
  const char *text = luaL_checkstring(L, 1);
  size_t start = (size_t)luaL_checkinteger(L, 2);
  lua_settop(L, 2);
  lua_newtable(L);
  Place p = find_place(text, start - 1);
  if (p.call) {
    add_words(L, 3, p, text + start);
    lua_settop(L, 3);
    if (!p.m) add_columns(L, 3, text, p, text + start);
  }
  lua_settop(L, 3);
  return 1;
}

int complete_commands(lua_State *L) {
  const char *start = luaL_checkstring(L, 1);
  lua_settop(L, 1);
  lua_newtable(L);
  if (!lib_context_find(L, "mlrepl.prompt.commands", "commands")) return 1;
  lua_pushnil(L);
  while (lua_next(L, -2)) {
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    add(L, 2, start);
  }
  lua_settop(L, 2);
  return 1;
}
