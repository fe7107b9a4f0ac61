/* interrupt.c - Ctrl-C at every step of the prompt.
 *
 * The linker wraps a dozen Lua functions that all parts of the prompt call often.
 * The prompt reads three entries from a file, and SIGINT is sent at the k-th of
 * these calls, for every k. */
#define _XOPEN_SOURCE 700
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#undef fail
#include <lauxlib.h>
#include <lualib.h>

#include "session/protected_call.h"
#include "lua/base/modules.h"
#include "sys/interrupt.h"
#include "lua/base/lib_context.h"
#include "lua/base/registry.h"
#include "repl/prompt.h"
#include "lua/standard/running.h"
#include "lua/base/error.h"

/* -- steps ---------------------------------------------------------------- */

static long left = 0, again = 0; /* steps until the first and the second press */

static void step(void) {
  if (left && --left == 0) raise(SIGINT);
  if (again && --again == 0) raise(SIGINT);
}

#define STEP(result, name, parameters, arguments)                              \
  result __real_##name parameters;                                             \
  result __wrap_##name parameters;                                             \
  result __wrap_##name parameters {                                            \
    step();                                                                    \
    return __real_##name arguments;                                            \
  }

STEP(int, lua_pcallk,
     (lua_State * L, int n, int r, int h, lua_KContext c, lua_KFunction k),
     (L, n, r, h, c, k))
STEP(const char *, lua_pushstring, (lua_State * L, const char *s), (L, s))
STEP(int, lua_rawgeti, (lua_State * L, int i, lua_Integer n), (L, i, n))
STEP(lua_Unsigned, lua_rawlen, (lua_State * L, int i), (L, i))
STEP(int, lua_getfield, (lua_State * L, int i, const char *k), (L, i, k))
STEP(int, lua_toboolean, (lua_State * L, int i), (L, i))
STEP(const char *, lua_tolstring, (lua_State * L, int i, size_t *n), (L, i, n))
STEP(int, lua_gettop, (lua_State * L), (L))

/* Those that give nothing have a step behind them, too. */
#define STEPS(name, parameters, arguments)                                     \
  void __real_##name parameters;                                               \
  void __wrap_##name parameters;                                               \
  void __wrap_##name parameters {                                              \
    step();                                                                    \
    __real_##name arguments;                                                   \
    step();                                                                    \
  }

STEPS(lua_settop, (lua_State * L, int i), (L, i))
STEPS(lua_pushcclosure, (lua_State * L, lua_CFunction f, int n), (L, f, n))
STEPS(lua_sethook, (lua_State * L, lua_Hook f, int m, int c), (L, f, m, c))

/* -- a session ------------------------------------------------------------ */

enum { ENTRIES = 3 };

static const char OUT[] = "/tmp/mlrepl-interrupt.XXXXXX";
static char entries_path[sizeof OUT], errors_path[sizeof OUT];

static void on_interrupt(InterruptStage stage) {
  if (stage != STAGE_LAST) running_interrupt();
}

static void make_file(char path[sizeof OUT]) {
  strcpy(path, OUT);
  int fd = mkstemp(path);
  assert_true(fd >= 0);
  close(fd);
}

static void write_entries(const char *entry) {
  FILE *file = fopen(entries_path, "w");
  for (int i = 0; i < ENTRIES; i++) fprintf(file, "%s\n", entry);
  fclose(file);
}

static int l_open(lua_State *L) {
  modules_open(L, "lib");
  return 0;
}

static lua_State *open_state(void) {
  lua_State *L = luaL_newstate();
  luaL_openlibs(L);
  lua_pushcfunction(L, l_open);
  assert_int_equal(lua_pcall(L, 0, 0, 0), LUA_OK);
  return L;
}

/* The number of occurrences in the messages. */
static int count_told(const char *word) {
  static char text[1 << 16];
  FILE *file = fopen(errors_path, "r");
  size_t n = fread(text, 1, sizeof text - 1, file);
  int count = 0;
  text[n] = 0;
  fclose(file);
  for (const char *at = text; (at = strstr(at, word)); at++) count++;
  return count;
}

/* Runs the prompt on the entries and returns how many completed. */
static lua_Integer run_prompt(lua_State *L) {
  const int out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);
  lua_pushinteger(L, 0);
  lua_setglobal(L, "n");
  fflush(stdout);
  assert_non_null(freopen(entries_path, "r", stdin));
  assert_non_null(freopen(errors_path, "w", stderr));
  assert_non_null(freopen("/dev/null", "w", stdout));
  alarm(20); /* a deadlocked prompt */
  prompt_run(L, "test", true);
  alarm(0);
  fflush(stdout);
  fflush(stderr);
  dup2(out, STDOUT_FILENO);
  dup2(err, STDERR_FILENO);
  close(out);
  close(err);
  lua_getglobal(L, "n");
  lua_Integer n = lua_tointeger(L, -1);
  lua_pop(L, 1);
  return n;
}

/* -- tests ---------------------------------------------------------------- */

/* Nothing stays armed, and a press is handled once. */
static void check_end(lua_State *L, int presses, lua_Integer n) {
  const int told = count_told("interrupted");
  interrupt_take(); /* a press at the very end */
  assert_null(lua_gethook(L));
  assert_false(interrupted);
  assert_in_range(told, 0, presses);
  assert_in_range(n, ENTRIES - presses, ENTRIES);
}

/* Sends a press at every `stride`-th step and another `gap` steps later; returns the
 * number of steps. */
static long press_everywhere(lua_State *L, const char *entry, long gap,
                             long stride) {
  long k = 1, sent = 0;
  write_entries(entry);
  for (bool came = true; came; k += stride, sent++) {
    left = k;
    again = gap ? k + gap : 0;
    lua_Integer n = run_prompt(L);
    came = !left;
    left = again = 0;
    check_end(L, gap ? 2 : 1, n);
  }
  print_message("%ld presses at %ld steps\n", sent, k);
  return k;
}

static void test_entries(void **state) {
  assert_true(press_everywhere(*state, "n = n + 1", 0, 1) > 100);
}

static void test_two_presses(void **state) {
  press_everywhere(*state, "n = n + 1", 1, 1);
  press_everywhere(*state, "n = n + 1", 40, 1);
}

static void test_values(void **state) {
  press_everywhere(*state, "n = n + 1 return {n}", 0, 29);
}

static void test_pcall(void **state) {
  press_everywhere(*state, "pcall(xpcall, load'', error) n = n + 1", 0, 1);
}

static void test_coroutine(void **state) {
  press_everywhere(
    *state, "coroutine.wrap(function() pcall(error) end)() n = n + 1", 0, 3);
}

/* A listener like that of a lesson, which accepts no line. */
static void test_listener(void **state) {
  lua_State *L = *state;
  lib_context_require(L, "mlrepl.lesson.lesson");
  assert_int_equal(luaL_loadstring(L, "turns = (turns or 0) + 1"), LUA_OK);
  lua_setfield(L, -2, "listener");
  press_everywhere(L, "n = n + 1", 0, 1);
  lua_pushnil(L);
  lua_setfield(L, -2, "listener");
  lua_pop(L, 1);
}

/* A press before the hook is set is handled when the next code starts. */
static void test_kept(void **state) {
  lua_State *L = *state;
  interrupt_hold(true);
  raise(SIGINT);
  assert_false(interrupted);
  assert_int_equal(luaL_loadstring(L, "n = 100"), LUA_OK);
  assert_int_equal(protected_call(L, 0, 0, NULL), RUN_INTERRUPTED);
  assert_int_equal(luaL_loadstring(L, "n = 200"), LUA_OK);
  assert_int_equal(protected_call(L, 0, 0, NULL), RUN_DONE);
}

/* To-be-closed variables are not interrupted. */
static void test_close(void **state) {
  lua_State *L = *state;
  const char *text =
    "closed = nil local c <close> = setmetatable({}, {__close = function() "
    "for i = 1, 1000 do closed = i end end}) while true do pcall(error) end";
  assert_int_equal(luaL_loadstring(L, text), LUA_OK);
  left = 5000;
  assert_int_equal(protected_call(L, 0, 0, NULL), RUN_INTERRUPTED);
  lua_getglobal(L, "closed");
  assert_int_equal(lua_tointeger(L, -1), 1000);
  lua_pop(L, 1);
}

static int open_all(void **state) {
  make_file(entries_path);
  make_file(errors_path);
  setenv("XDG_STATE_HOME", "/dev/null", 1);
  setenv("XDG_CONFIG_HOME", "/dev/null", 1);
  *state = open_state();
  interrupt_install(on_interrupt);
  return 0;
}

static int close_all(void **state) {
  lua_close(*state);
  unlink(entries_path);
  unlink(errors_path);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_entries),   cmocka_unit_test(test_two_presses),
    cmocka_unit_test(test_values),    cmocka_unit_test(test_pcall),
    cmocka_unit_test(test_coroutine), cmocka_unit_test(test_listener),
    cmocka_unit_test(test_kept),      cmocka_unit_test(test_close)};
  return cmocka_run_group_tests(tests, open_all, close_all);
}
