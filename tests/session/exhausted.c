/* exhausted.c - the prompt, its commands and the lessons when memory runs out.
 *
 * Every n-th allocation fails in a run of its own: `exhausted 1` tries all,
 * which takes a while; without a number it tries a few for each session. Errors
 * must be messages; afterward the same entries must work without any, and
 * nothing may be leaked. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>
#include <lualib.h>

#include "heap.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "session/evaluate.h"
#include "session/lesson_hook.h"

static Heap heap = {.twice = true};

/* -- a session ------------------------------------------------------------ */

enum { MOST_ENTRIES = 12 };

typedef struct Session {
  const char *entries[MOST_ENTRIES];
  const char *proof; /* what is true at the end */
} Session;

static const Session sessions[] = {
  {{"x = vector{1, 2, 3}", "x:sum()", "local y = 2", "y + 1", "z = y * 2;"},
   "x:sum() == 6 and z == 4"},
  {{"f = function(a, b) return a + b end", "who()", "?f", "??f", "f?", "?train",
    "?for", "?string.format", "?nosuchthing", "done = f(1, 2)"},
   "done == 3"},
  {{"a = 1 +", "error{code = 3}", "local function g() error('x') end g()",
    "nosuch.field = 1", "vector(-1)", "trian(1)", "b = 1"},
   "b == 1"},
  {{"%pwd", "%cd .", "%timeit 1 + 1", "%prof for i = 1, 100 do sin(i) end",
    "%who", "%history", "%help train", "!true", "s = !echo 5", "%nosuch",
    "c = 2"},
   "c == 2 and s[1] == '5'"},
  {{"h = {1, {2, 3}, x = 4}", "h", "show(h)", "help()", "help'scale'",
    "help(train)", "history()", "%reset", "h = 5"},
   "h == 5"},
  {{"function bad(n) local m = n * 2 return m.x.y end", "bad(3)", "%debug", "n",
    "locals", "up", "quit", "e = 6"},
   "e == 6"},
  {{"d = data.load'iris'", "d", "d:describe()", "d:head(3)", "d.names",
    "X = d:matrix{'sepal_length', 'petal_width'}", "y = d:labels'species'"},
   "#y == 150 and #X == 150"},
  {{"m = model.logistic()",
    "Z, t = matrix{{1, 2}, {2, 1}, {3, 5}, {4, 4}}, "
    "vector{0, 0, 1, 1}",
    "r = train(m, Z, t, {iterations=20})", "m", "r", "m:summary(Z, t)",
    "diagnose(m, Z, t)", "why(m, 'cost', Z, t)", "check_gradient(m, Z, t)"},
   "m.w and #r.cost == 20"},
  {{"p, q = vector{1, 2, 3}, vector{2, 4, 5}", "plot(p, q)",
    "l = model.linear()", "run = train(l, p, q, {iterations=5, alpha=0.01})",
    "plot.fit(l, p, q)", "plot.cost(run)", "plot.descent(l, p, q, run)",
    "plot.residuals(l, p, q)", "plot.show()"},
   "#run.cost == 5"},
  {{"k = {1, 2, v = vector{1, 2}}", "k.k = k", "save_workspace(folder .. '/w')",
    "load_workspace(folder .. '/w')", "save_session(folder .. '/s')"},
   "k.k == k and k.v[2] == 2"},
  {{"lesson()", "lesson'gradient_descent'", "", "positive", "", "hint()",
    "1 + 1", "skip()", "", "back()", "quit()", "after = 1"},
   "after == 1"},
  {{"explore", "printoptions{precision=3}", "pi", "printoptions{precision=8}",
    "grad = 1", "i = 0 while i < 10 do i = i + 1 end", "i"},
   "i == 10"},
};

static int l_open(lua_State *L) {
  luaL_openlibs(L);
  modules_open(L, "lib");
  lua_pushstring(L, getenv("XDG_STATE_HOME"));
  lua_setglobal(L, "folder");
  return 0;
}

static int l_entry(lua_State *L) {
  static const FrontEnd front_end = {.prompt = "ml> "};
  lesson_hook_turn(L);
  evaluate(L, &front_end, lua_touserdata(L, 1));
  return 0;
}

/* Runs the self-checks of a lesson. */
static int l_check(lua_State *L) {
  if (!lib_context_find(L, "mlrepl.lesson.lesson", "check_file"))
    return luaL_error(L, "no check_file");
  lua_pushstring(L, lua_touserdata(L, 1));
  lua_call(L, 1, 1);
  if (!lua_toboolean(L, -1)) return luaL_error(L, "a check failed");
  return 0;
}

/* Returns whether it ran; an error is told on stderr. */
static bool call(lua_State *L, lua_CFunction function, const char *text) {
  lua_settop(L, 0);
  luaL_checkstack(L, 20, NULL);
  lua_pushcfunction(L, function);
  lua_pushlightuserdata(L, (void *)text);
  if (lua_pcall(L, 1, 0, 0) == LUA_OK) return true;
  fprintf(stderr, "%s: %s\n", text,
          lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "no message");
  return lua_type(L, -1) == LUA_TSTRING && heap.failing;
}

static bool run_session(lua_State *L, const Session *s) {
  bool good = true;
  for (int i = 0; i < MOST_ENTRIES && s->entries[i]; i++)
    good = call(L, l_entry, s->entries[i]) && good;
  return good;
}

/* Either a session or the path of a lesson. */
typedef struct Work {
  const Session *session;
  const char *lesson;
} Work;

static bool run_work(lua_State *L, const Work *w) {
  return w->session ? run_session(L, w->session) : call(L, l_check, w->lesson);
}

static bool is_proved(lua_State *L, const Work *w) {
  char code[200];
  if (!w->session) return true;
  snprintf(code, sizeof code, "assert(%s)", w->session->proof);
  lua_settop(L, 0);
  if (luaL_dostring(L, code) == LUA_OK) return true;
  fprintf(stderr, "%s\n", lua_tostring(L, -1));
  return false;
}

/* -- every allocation ----------------------------------------------------- */

static int errors_fd, null_fd, real_err;

/* Runs the work with allocation number k failing (0: none), then as it is.
 * Returns the number of allocations; -1 on failure. */
static long try_failing(const Work *w, long k) {
  memset(&heap, 0, sizeof heap);
  lua_State *L = lua_newstate(heap_allocate, &heap);
  lua_pushcfunction(L, l_open);
  bool good = L && lua_pcall(L, 0, 0, 0) == LUA_OK;
  heap.count = 0;
  heap.failing = k;
  dup2(null_fd, STDERR_FILENO);
  good = good && (run_work(L, w) || !k);
  const long count = heap.count;
  heap.failing = 0;
  ftruncate(errors_fd, 0);
  dup2(errors_fd, STDERR_FILENO);
  if (k) good = run_work(L, w) && good;
  good = is_proved(L, w) && good;
  lua_close(L);
  fflush(stderr);
  dup2(real_err, STDERR_FILENO);
  if (heap.used) fprintf(stderr, "%zu bytes leaked\n", heap.used);
  return good && !heap.used ? count : -1;
}

static void tell_failure(const Work *w, long k) {
  char text[4000];
  const ssize_t n = pread(errors_fd, text, sizeof text, 0);
  fprintf(stderr, "FAILED: %s, allocation %ld\n%.*s\n",
          w->session ? w->session->entries[0] : w->lesson, k,
          (int)(n > 0 ? n : 0), text);
}

static long runs;

/* Returns whether all went well; `step` 0: `few` allocations, evenly spread. */
static bool try_all(const Work *w, long step, long few) {
  long count = try_failing(w, 0), bad = 0;
  if (count < 0) {
    tell_failure(w, 0);
    return false;
  }
  if (!step) step = count / few + 1;
  for (long k = step / 2 + 1; k <= count && bad < 3; k += step, runs++) {
    if (try_failing(w, k) >= 0) continue;
    tell_failure(w, k);
    bad++;
  }
  return !bad;
}

static bool begin(void) {
  static char folder[] = "/tmp/exhausted-XXXXXX";
  if (!mkdtemp(folder)) return false;
  setenv("XDG_STATE_HOME", folder, 1);
  setenv("MLREPL_PLOT", "none", 1);
  setenv("MLREPL_PAGER", "cat", 1);
  null_fd = open("/dev/null", O_RDWR | O_CLOEXEC);
  errors_fd = open(folder, O_TMPFILE | O_RDWR | O_APPEND | O_CLOEXEC, 0600);
  real_err = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 10);
  dup2(null_fd, STDIN_FILENO);
  return null_fd >= 0 && errors_fd >= 0;
}

int main(int argc, char **argv) {
  enum { FEW = 15, FEW_SLOW = 4, FEW_LESSON = 1 };
  const long few = getenv("ASAN_OPTIONS") ? FEW_SLOW : FEW;
  const long step = argc > 1 ? atol(argv[1]) : 0;
  int passed = 0, failed = 0;
  glob_t lessons;
  if (!begin() || glob("scripts/*/*.lua", 0, NULL, &lessons)) return 1;
  const int real_out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 10);
  dup2(null_fd, STDOUT_FILENO);
  for (size_t i = 0; i < sizeof sessions / sizeof *sessions; i++)
    *(try_all(&(Work){&sessions[i], NULL}, step, few) ? &passed : &failed) += 1;
  for (size_t i = 0; i < lessons.gl_pathc; i++)
    *(try_all(&(Work){NULL, lessons.gl_pathv[i]}, step, FEW_LESSON)
        ? &passed
        : &failed) += 1;
  fflush(stdout);
  dup2(real_out, STDOUT_FILENO);
  char command[100];
  snprintf(command, sizeof command, "rm -rf '%s'", getenv("XDG_STATE_HOME"));
  if (system(command)) failed++;
  printf("%ld runs\nexhausted: %d passed, %d failed\n", runs, passed, failed);
  globfree(&lessons);
  return failed > 0;
}
