#include "session/syntax/words.h"

#include <ctype.h>
#include <string.h>

#include <lauxlib.h>

static size_t sign_length(const char *text, size_t n, size_t at) {
  static const char *const signs[] = {
    "...", "..", "==", "~=", "<=", ">=", "//", "::", "<<", ">>", NULL};
  if (at + 1 == n || !strchr("=./:<>", text[at + 1])) return 1;
  for (int i = 0; signs[i]; i++) {
    size_t length = strlen(signs[i]);
    if (at + length <= n && !memcmp(text + at, signs[i], length)) return length;
  }
  return 1;
}

/* The next word of code at or after `at`; at the end one of length 0. */
static Word next_word(const char *text, size_t n, size_t at) {
  while (at < n) {
    Token t = lexer_token(text, n, at);
    bool code = t.kind != TOKEN_BLANK && t.kind != TOKEN_COMMENT;
    if (t.kind == TOKEN_SIGN) t.n = sign_length(text, n, at);
    bool point = t.kind == TOKEN_SIGN && t.n == 1 && text[at] == '.';
    if (point && at + 1 < n && isdigit((unsigned char)text[at + 1])) {
      t = lexer_token(text, n, at + 1); /* .5 */
      t.start--, t.n++;
    }
    if (code) return (Word){t.kind, t.start, t.n, 0};
    at += t.n;
  }
  return (Word){TOKEN_BLANK, n, 0, 0};
}

static size_t count_words(const char *text, size_t n) {
  size_t count = 1;
  for (Word w = next_word(text, n, 0); w.n; count++)
    w = next_word(text, n, w.start + w.n);
  return count;
}

/* The index of the name at the top of the stack, which is popped; `indices` is
 * the table of those known. */
static size_t name_index(lua_State *L, int indices, size_t *count) {
  lua_pushvalue(L, -1);
  if (lua_rawget(L, indices) == LUA_TNIL) {
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_pushinteger(L, (lua_Integer)*count);
    lua_rawset(L, indices);
    lua_pushinteger(L, (lua_Integer)(*count)++);
  }
  size_t index = (size_t)lua_tointeger(L, -1);
  lua_pop(L, 2);
  return index;
}

bool words_is(const char *text, const Word *w, const char *sign) {
  return *sign == text[w->start] && !strncmp(sign, text + w->start, w->n) &&
         !sign[w->n];
}

/* Fills the words; returns the number of different names. */
static size_t read_words(lua_State *L, const char *text, Word *words) {
  const size_t n = strlen(text);
  size_t names = 0;
  lua_newtable(L);
  const int indices = lua_gettop(L);
  lua_pushliteral(L, "self");
  name_index(L, indices, &names);
  lua_pushliteral(L, "_ENV");
  name_index(L, indices, &names);
  for (Word *w = words;; w++) {
    *w = next_word(text, n, w == words ? 0 : w[-1].start + w[-1].n);
    if (!w->n) break;
    if (w->kind != TOKEN_NAME) continue;
    lua_pushlstring(L, text + w->start, w->n);
    w->name = name_index(L, indices, &names);
  }
  lua_pop(L, 1);
  return names;
}

const Word *words_push(lua_State *L, const char *text, size_t *names) {
  luaL_checkstack(L, 6, NULL);
  const size_t count = count_words(text, strlen(text));
  Word *words = lua_newuserdatauv(L, count * sizeof *words, 0);
  *names = read_words(L, text, words);
  return words;
}

size_t words_count(const Word *words) {
  size_t count = 1;
  while (words[count - 1].n) count++;
  return count;
}
