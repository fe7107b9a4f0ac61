/* states.c - several Lua states in one process that load mlrepl: interleaved, in
 * turn, closed with live objects, and again after all were closed. */
#define _POSIX_C_SOURCE 200809L
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdlib.h>
#include <string.h>

static const char *folder(void) {
  const char *plugins = getenv("MLREPL_PLUGINS");
  static char path[4096] = "build";
  const size_t n = plugins ? strlen(plugins) : 0, ending = strlen("/plugins");
  if (n > ending && n < sizeof path) {
    memcpy(path, plugins, n - ending);
    path[n - ending] = 0;
  }
  return path;
}

static void run(lua_State *L, const char *code) {
  if (luaL_dostring(L, code) == LUA_OK) return;
  print_error("%s\n", lua_tostring(L, -1));
  fail();
}

static lua_State *open(void) {
  lua_State *L = luaL_newstate();
  luaL_openlibs(L);
  lua_pushfstring(L, "package.path = 'lib/?.lua' package.cpath = '%s/?.so'",
                  folder());
  run(L, lua_tostring(L, -1));
  run(L, "ml = require 'mlrepl'");
  return L;
}

static const char TRAIN[] =
  "m = ml.model.linear()\n"
  "r = ml.train(m, ml.vector{1, 2, 3}, ml.vector{2, 4, 6}, {method='exact'})\n"
  "assert(math.abs(m:predict(4) - 8) < 1e-9)\n"
  "d = ml.data.load'iris'\n"
  "assert(#d == 150 and ml.grad(function(x) return x * x end, 3) == 6)";

static void interleaved(void **unused) {
  (void)unused;
  lua_State *a = open(), *b = open();
  run(a, TRAIN);
  run(b, TRAIN);
  run(a, "v = ml.vector{1, 2}");
  run(b, "assert(v == nil) v = ml.vector{3}");
  lua_close(a);
  run(b, TRAIN);
  run(b, "assert(v:sum() == 3)");
  lua_close(b);
}

static void in_turn(void **unused) {
  (void)unused;
  for (int i = 0; i < 3; i++) {
    lua_State *L = open();
    run(L, TRAIN);
    lua_close(L);
  }
}

/* A callback of one state uses the other. */
static int l_other(lua_State *L) {
  run(*(lua_State **)lua_touserdata(L, lua_upvalueindex(1)), TRAIN);
  return 0;
}

static void nested(void **unused) {
  (void)unused;
  lua_State *a = open(), *b = open();
  *(lua_State **)lua_newuserdatauv(a, sizeof b, 0) = b;
  lua_pushcclosure(a, l_other, 1);
  lua_setglobal(a, "other");
  run(a, "n = 0\n"
         "ml.train(ml.model.linear(), {1, 2}, {2, 4}, {iterations=3,\n"
         "  on_step=function() n = n + 1 other() end})\n"
         "assert(n == 3)");
  lua_close(b);
  run(a, TRAIN);
  lua_close(a);
}

/* -- signals --------------------------------------------------------------- */

static volatile sig_atomic_t presses = 0;

static void on_press(int number) {
  (void)number;
  presses++;
}

static bool is_installed(void (*handler)(int)) {
  struct sigaction action;
  sigaction(SIGINT, NULL, &action);
  return !(action.sa_flags & SA_SIGINFO) && action.sa_handler == handler;
}

static void host_keeps_its_handler(void **unused) {
  (void)unused;
  struct sigaction action = {.sa_handler = on_press};
  sigaction(SIGINT, &action, NULL);
  lua_State *L = open();
  run(L, TRAIN);
  presses = 0;
  raise(SIGINT);
  assert_int_equal(presses, 1);
  /* The press was not meant for what runs later. */
  run(L, TRAIN);
  lua_close(L);
  assert_true(is_installed(on_press));
  signal(SIGINT, SIG_DFL);
}

static int l_press(lua_State *L) {
  (void)L;
  raise(SIGINT);
  return 0;
}

static void a_press_stops_a_loop(void **unused) {
  (void)unused;
  struct sigaction action = {.sa_handler = on_press};
  sigaction(SIGINT, &action, NULL);
  lua_State *L = open();
  lua_register(L, "press", l_press);
  presses = 0;
  run(L, "n = 0\n"
         "ok, why = pcall(ml.train, ml.model.linear(), {1, 2}, {2, 4},\n"
         "  {iterations=1e9, tolerance=0, on_step=function()\n"
         "    n = n + 1 if n == 5 then press() end end})\n"
         "assert(not ok and why:find('interrupted after', 1, true), why)");
  assert_int_equal(presses, 1);
  run(L, TRAIN);
  lua_close(L);
  assert_true(is_installed(on_press));
  signal(SIGINT, SIG_DFL);
}

static void no_handler_stays_none(void **unused) {
  (void)unused;
  signal(SIGINT, SIG_DFL);
  lua_State *L = open();
  run(L, TRAIN);
  assert_true(is_installed(SIG_DFL));
  lua_close(L);
  assert_true(is_installed(SIG_DFL));
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(interleaved),
    cmocka_unit_test(in_turn),
    cmocka_unit_test(nested),
    cmocka_unit_test(host_keeps_its_handler),
    cmocka_unit_test(a_press_stops_a_loop),
    cmocka_unit_test(no_handler_stays_none),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
