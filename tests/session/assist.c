/* assist.c - completion and signatures when memory runs out: every allocation
 * fails once; the error is a message, and the same call then succeeds. */
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>
#include <lualib.h>

#include "heap.h"
#include "lua/base/modules.h"
#include "session/complete/complete.h"
#include "session/complete/complete_string.h"
#include "session/assist/signature.h"
#include "session/syntax/lexer.h"

static Heap heap = {.twice = true};

static const char SETUP[] =
  "d = data.load'iris'; X = matrix{{1, 2}, {3, 4}}; t = {a = {b = 1}}\n"
  "function step(w, alpha) return w end";

static int l_open(lua_State *L) {
  luaL_openlibs(L);
  modules_open(L, "lib");
  if (luaL_dostring(L, SETUP) != LUA_OK) return lua_error(L);
  return 0;
}

static int l_assist(lua_State *L) {
  size_t n;
  const char *text = lua_tolstring(L, 1, &n);
  LexerState s = lexer_state(text, n);
  signature_push(L, text, n, 80);
  lua_settop(L, 1);
  lua_pushcfunction(L, s.quote ? complete_texts : complete_words);
  lua_insert(L, 1);
  size_t start = s.quote ? s.string : complete_start(text, n);
  lua_pushinteger(L, (lua_Integer)start);
  lua_call(L, 2, 1);
  return 1;
}

static int assist(lua_State *L, const char *text) {
  lua_settop(L, 0);
  lua_pushcfunction(L, l_assist);
  lua_pushstring(L, text);
  return lua_pcall(L, 1, 1, 0);
}

static void test_memory(void **unused) {
  (void)unused;
  static const char *const texts[] = {
    "d:matrix{'petal_width'}:argm", "local c = {alpha = 1}\nc.al",
    "train(m, X, y, {alph",         "train(m, X, y, {method='new",
    "d['petal_w",                   "X:row(1):sort():quan",
    "for i, r in X:each() do r:su", "plot.scatter(x, y, {color='re",
    "step(t.a.b, ",                 NULL};
  lua_State *L = lua_newstate(heap_allocate, &heap);
  lua_pushcfunction(L, l_open);
  assert_int_equal(lua_pcall(L, 0, 0, 0), LUA_OK);
  for (int i = 0; texts[i]; i++) {
    assert_int_equal(assist(L, texts[i]), LUA_OK); /* loads what is late */
    for (long k = 1;; k++) {
      heap.count = 0;
      heap.failing = k;
      int status = assist(L, texts[i]);
      bool failed = heap_failed(&heap);
      heap.failing = 0;
      assert_int_equal(lua_type(L, -1) == LUA_TSTRING, status != LUA_OK);
      if (status == LUA_OK && !failed) break;
    }
    assert_int_equal(assist(L, texts[i]), LUA_OK);
    assert_true(lua_istable(L, -1) && lua_rawlen(L, -1) > 0);
  }
  lua_close(L);
  assert_int_equal(heap.used, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_memory)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
