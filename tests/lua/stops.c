/* stops.c - every long loop polls for Ctrl-C.
 *
 * The flag is set before the code runs, but not the hook, which would stop Lua
 * code: only a function that polls the flag raises "interrupted". */
#define _DEFAULT_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/time.h>

#include <cmocka.h>
#include <lauxlib.h>
#include <lualib.h>

#include "lua/base/modules.h"
#include "sys/interrupt.h"

/* What is long for Lua's own functions, and what is not. */
static const char SETUP[] =
  "long = ('x'):rep(2^21) "
  "list = {} for i = 1, 2^21 do list[i] = 'a' end "
  "heap = {} for i = 1, 5e5 do heap[i] = {tostring(i)} end "
  "m = matrix.random(2000, 50) v = vector.random(100000) "
  "A = matrix.random(2000, 2000) S = A + A:t() + 1e4 * matrix.identity(2000) "
  "printoptions{threshold = 1e9} "
  "zero = io.open('/dev/zero') null = io.open('/dev/null', 'w') "
  "name = os.tmpname() file = io.open(name, 'w') file:write(long) file:close() "
  "file = io.open(name) ";

static const char *const calls[] = {
  "('a'):rep(60):find(('a*'):rep(60) .. 'b')",
  "long:find('b')",
  "long:find('[^x]')",
  "long:find('.-y')",
  "long:find('^x+y')",
  "long:find('%bxy')",
  "long:match('()()y')",
  "long:gsub('x', 'y')",
  "long:gsub('', 'y')",
  "for _ in long:gmatch('x') do end",
  "(long:rep(3)):find('b', 1, true)",
  "long:rep(3)",
  "long:lower()",
  "long:upper()",
  "long:reverse()",
  "('%s'):format(long)",
  "('%q'):format(long)",
  "utf8.len(long)",
  "utf8.offset(long, 2^20)",
  "utf8.offset(long, -2^20)",
  "table.concat(list)",
  "table.insert(list, 1, 0)",
  "table.remove(list, 1)",
  "table.move(list, 1, #list, 2)",
  "table.move({}, 1, math.maxinteger - 1, 2)",
  "table.insert(setmetatable({}, {__len = function() return 2^53|0 end}), 1, "
  "0)",
  "load(long)",
  "loadfile(name)",
  "collectgarbage()",
  "zero:read('a')",
  "zero:read('l')",
  "zero:read(2^20)",
  "for _ in zero:lines() do end",
  "io.lines('/dev/zero')()",
  "file:read('a')",
  "null:write(long)",
  "io.output(null) io.write(long)",
  "os.execute('exit 130')",
  "tostring(m)",
  "tostring(v)",
};

/* Linear algebra of 2000 x 2000 matrices, which LAPACK would do in seconds. */
static const char *const matrix_calls[] = {
  "solve(A, v:slice(1, 2000))",
  "solve(A, A)",
  "inv(A)",
  "pinv(A)",
  "det(A)",
  "rank(A)",
  "A:qr()",
  "A:svd()",
  "A:eig()",
  "A:eig{complex=true}",
  "S:eig()",
  "S:cholesky()",
  "outer(v, v:slice(1, 1000))",
  "A:dot(A)",
};

/* Short calls go on, so that code that cleans up works. */
static const char *const short_calls[] = {
  "assert(('abc'):gsub('b', 'c') == 'acc')",
  "assert(table.concat({1, 2}, ',') == '1,2')",
  "assert(('ab'):rep(3):upper():reverse() == 'BABABA')",
  "local t = {1, 2} table.insert(t, 1, 0) assert(table.remove(t, 1) == 0)",
  "assert(load('return 1')() == 1)",
  "null:write('a', 1, 2.5):flush()",
  "local f = io.open(name) assert(#f:read(10) == 10) f:close()",
  "for line in io.lines('/etc/passwd') do assert(line) break end",
  "collectgarbage('step')",
};

static int l_open(lua_State *L) {
  modules_open(L, "lib");
  return 0;
}

/* Runs the text with the flag set; returns its error, or "". */
static const char *run_interrupted(lua_State *L, const char *text) {
  lua_settop(L, 0);
  assert_int_equal(luaL_loadstring(L, text), LUA_OK);
  interrupted = 1;
  const int status = lua_pcall(L, 0, 0, 0);
  interrupt_take();
  lua_sethook(L, NULL, 0, 0);
  return status == LUA_OK ? "" : lua_tostring(L, -1);
}

static void test_long_calls(void **state) {
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
    const char *error = run_interrupted(*state, calls[i]);
    if (!strstr(error, "interrupted"))
      fail_msg("not stopped: %s (%s)", calls[i], error);
  }
}

static void test_matrix_calls(void **state) {
  for (size_t i = 0; i < sizeof matrix_calls / sizeof *matrix_calls; i++) {
    const char *error = run_interrupted(*state, matrix_calls[i]);
    if (!strstr(error, "interrupted"))
      fail_msg("not stopped: %s (%s)", matrix_calls[i], error);
  }
}

static void on_alarm(int number) {
  (void)number;
  interrupted = 1;
}

/* The same when the flag is set while LAPACK runs. */
static void test_matrix_calls_later(void **state) {
  lua_State *L = *state;
  const struct sigaction action = {.sa_handler = on_alarm};
  const struct itimerval soon = {{0, 0}, {0, 1000}};
  sigaction(SIGALRM, &action, NULL);
  for (size_t i = 0; i < sizeof matrix_calls / sizeof *matrix_calls; i++) {
    lua_settop(L, 0);
    assert_int_equal(luaL_loadstring(L, matrix_calls[i]), LUA_OK);
    setitimer(ITIMER_REAL, &soon, NULL);
    const int status = lua_pcall(L, 0, 0, 0);
    interrupt_take();
    if (status == LUA_OK || !strstr(lua_tostring(L, -1), "interrupted"))
      fail_msg("not stopped after 1 ms: %s", matrix_calls[i]);
  }
}

static void test_short_calls(void **state) {
  for (size_t i = 0; i < sizeof short_calls / sizeof *short_calls; i++) {
    const char *error = run_interrupted(*state, short_calls[i]);
    if (*error) fail_msg("%s: %s", short_calls[i], error);
  }
}

/* What is stopped leaves everything usable. */
static void test_afterward(void **state) {
  lua_State *L = *state;
  const char *text = "assert(#long == 2^21 and long:find('x$') == 2^21) "
                     "assert(#file:read('a') > 0) os.remove(name) "
                     "assert(#zero:read(3) == 3) collectgarbage() ";
  lua_settop(L, 0);
  assert_int_equal(luaL_dostring(L, text), LUA_OK);
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
  lua_close(*state);
  return 0;
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_long_calls), cmocka_unit_test(test_matrix_calls),
    cmocka_unit_test(test_matrix_calls_later),
    cmocka_unit_test(test_short_calls), cmocka_unit_test(test_afterward)};
  return cmocka_run_group_tests(tests, open_state, close_state);
}
