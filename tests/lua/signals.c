/* signals.c - system calls that a signal interrupts are repeated.
 *
 * A timer interrupts every few system calls (without SA_RESTART) while files
 * are written, read and sent; nothing may fail or be cut off. */
#define _DEFAULT_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/time.h>

#include <cmocka.h>
#include <lauxlib.h>
#include <lualib.h>

#include "lua/base/modules.h"

static const char SETUP[] =
  "path = os.tmpname() "
  "v = vector.random(30000) d = data.table{x=v} "
  "m = model.linear{w=v, b=0.5} "
  "text = ('0123456789\\n'):rep(30000) "
  "function content(name) local f = assert(io.open(name)) "
  "local s = f:read('a') f:close() return s end ";

static const char *const calls[] = {
  "data.write(path, d) assert(data.read(path).x:sum() == v:sum())",
  "data.save_npy(path, v) assert(data.open_npy(path):sum() == v:sum())",
  "m:save(path) assert(model.load(path).w:sum() == v:sum())",
  "m:to_c(path) assert(content(path):find('#endif%s*$'))",
  "os.remove(path) save_workspace(path) load_workspace(path) "
  "assert(v:sum() == m.w:sum())",
  "os.remove(path) save_session(path) assert(content(path))",
  "plot(v:slice(1, 500), v:slice(1, 500)) plot.save(path .. '.svg') "
  "assert(content(path .. '.svg'):find('</svg>')) os.remove(path .. '.svg')",
  "plot(v:slice(1, 500), v:slice(1, 500)) plot.save(path .. '.html') "
  "assert(content(path .. '.html'):find('</html>')) "
  "os.remove(path .. '.html')",
  "local f = io.open(path, 'w') assert(f:write(text)) assert(f:close()) "
  "assert(content(path) == text)",
  "local p = io.popen('sleep 0.05; cat ' .. path) "
  "assert(p:read('a') == text) assert(p:close())",
  "assert(os.execute('sleep 0.05'))",
  "assert(library.logistic({1, 2, 3, 4}, {0, 1, 0, 1}).w[1] > 0)",
  "assert(library.linear({1, 2, 3}, {2, 4, 6}).w[1] > 1)",
};

static volatile sig_atomic_t signals = 0;

static void on_alarm(int number) {
  (void)number;
  signals++;
}

static void set_timer(int microseconds) {
  const struct itimerval often = {{0, microseconds}, {0, microseconds}};
  setitimer(ITIMER_REAL, &often, NULL);
}

static void test_calls(void **state) {
  enum { PERIOD = 300 };
  lua_State *L = *state;
  struct sigaction action = {0};
  action.sa_handler = on_alarm;
  sigemptyset(&action.sa_mask);
  sigaction(SIGALRM, &action, NULL);
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
    set_timer(PERIOD);
    const int failed = luaL_dostring(L, calls[i]);
    set_timer(0);
    if (failed) fail_msg("%s: %s", calls[i], lua_tostring(L, -1));
    lua_settop(L, 0);
  }
  assert_true(signals > 100);
}

static int l_open(lua_State *L) {
  modules_open(L, "lib");
  return 0;
}

static int open_state(void **state) {
  lua_State *L = luaL_newstate();
  *state = L;
  luaL_openlibs(L);
  lua_pushcfunction(L, l_open);
  if (lua_pcall(L, 0, 0, 0) != LUA_OK) return -1;
  return luaL_dostring(L, SETUP);
}

static int close_state(void **state) {
  const int failed = luaL_dostring(*state, "os.remove(path)");
  lua_close(*state);
  return failed;
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_calls)};
  return cmocka_run_group_tests(tests, open_state, close_state);
}
