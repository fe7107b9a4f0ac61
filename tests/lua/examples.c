/* examples.c - runs the example of every primitive.
 *
 *   examples          each prints what it states
 *   examples --alloc  each again with its k-th allocation failing, for every
 *                     k: errors are messages, the state stays usable, and no
 *                     memory is leaked
 *   examples --stress each again, while a finalizer that runs at every possible
 *                     allocation modifies and closes all values that the
 *                     example has passed to functions: sanitizers must find
 *                     no misuse of memory. `--stress raw` uses Lua's own
 *                     setmetatable, with which primitives are not safe; a
 *                     name after it selects one example
 *
 * An example is Lua code. In `expression --> text`, the text and the following
 * lines that begin with one space are the printed values.
 */
#define _POSIX_C_SOURCE 200809L /* setenv */
#include <lauxlib.h>
#include <lualib.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "heap.h"
#include "lua/base/registry.h"
#include "lua/base/modules.h"

/* The state that collects at each allocation, or NULL. */
static lua_State *hurried;

static void *allocate(void *heap, void *block, size_t old, size_t size) {
  const size_t had = block ? old : 0;
  if (size > had && hurried) lua_gc(hurried, LUA_GCRESTART); /* collect now */
  return heap_allocate(heap, block, old, size);
}

/* -- one example ---------------------------------------------------------- */

typedef struct Line {
  const char *code, *expected; /* expected NULL: a statement */
  size_t code_length, expected_length;
} Line;

static size_t line_length(const char *text) { return strcspn(text, "\n"); }

static const char *next_line(const char *text) {
  size_t n = line_length(text);
  return text + n + (text[n] != 0);
}

/* Reads a line and its expected output; returns the next line. */
static const char *read_line(const char *text, Line *line) {
  static const char arrow[] = " --> ";
  size_t n = line_length(text);
  const char *mark = strstr(text, arrow);
  *line = (Line){text, NULL, n, 0};
  if (!mark || mark >= text + n) return next_line(text);
  line->code_length = (size_t)(mark - text);
  line->expected = mark + strlen(arrow);
  const char *end = text + n, *next = next_line(text);
  while (*next == ' ' && next[1] != ' ') {
    end = next + line_length(next);
    next = next_line(next);
  }
  line->expected_length = (size_t)(end - line->expected);
  return next;
}

/* Pushes all results of the call as one string, separated by tabs. */
static void push_results(lua_State *L, int base) {
  int top = lua_gettop(L);
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (int i = base + 1; i <= top; i++) {
    if (i > base + 1) luaL_addchar(&b, '\t');
    luaL_tolstring(L, i, NULL);
    luaL_addvalue(&b);
  }
  luaL_pushresult(&b);
}

static void run_code(lua_State *L, const char *code, size_t n) {
  if (luaL_loadbuffer(L, code, n, "=example") != LUA_OK) lua_error(L);
  lua_call(L, 0, LUA_MULTRET);
}

static void check_line(lua_State *L, const Line *line) {
  int base = lua_gettop(L);
  lua_pushliteral(L, "return ");
  lua_pushlstring(L, line->code, line->code_length);
  lua_concat(L, 2);
  const char *code = lua_tostring(L, -1);
  run_code(L, code, strlen(code));
  lua_remove(L, base + 1);
  push_results(L, base);
  lua_pushlstring(L, line->expected, line->expected_length);
  if (!lua_rawequal(L, -1, -2))
    luaL_error(L, "got      %s\n  expected %s", lua_tostring(L, -2),
               lua_tostring(L, -1));
  lua_settop(L, base);
}

/* Statements run together up to a line with an expected result. */
static int run_example(lua_State *L) {
  const char *text = lua_tostring(L, 1), *from = text;
  while (*text) {
    Line line;
    const char *next = read_line(text, &line);
    if (line.expected || !*next) {
      size_t n = (size_t)((line.expected ? text : next) - from);
      if (n) run_code(L, from, n);
      lua_settop(L, 1);
      if (line.expected) check_line(L, &line);
      from = next;
    }
    text = next;
  }
  return 0;
}

static int call_example(lua_State *L, const char *text) {
  lua_pushcfunction(L, run_example);
  lua_pushstring(L, text);
  return lua_pcall(L, 1, 0, 0);
}

static int silent(lua_State *L) {
  (void)L;
  return 0;
}

/* Discards the output of examples that print (help, reports). */
static void hush(lua_State *L) {
  lua_pushcfunction(L, silent);
  lua_setglobal(L, "print");
}

/* -- hostile finalizers --------------------------------------------------- */

/* (setmetatable, live) -> start(k, number), which arms a recurring finalizer that
 * does harm on its k-th run, and stop() -> the number of runs */
static const char HOSTILE[] =
  "local setmetatable, live = ...\n"
  "local getmetatable = debug.getmetatable\n"
  "local on, turn, at, number = false, 0, 0, 0\n"
  "local function fill(x) for i = 1, math.min(#x, 100) do x[i] = number end end\n"
  "local function rows(X) for i = 1, math.min(#X, 100) do fill(X[i]) end end\n"
  "local harm = {vector = fill, matrix = rows,\n"
  "  figure = function(f) getmetatable(f).__close(f) plot.close() end,\n"
  "  model = function(m) m.w = vector.ones(at % 4 + 1) m.b = 1 end,\n"
  "  run = function(r) if at % 2 == 0 then r:pause() else r:stop() end end}\n"
  "local function arm(mine) setmetatable({}, {__gc = function()\n"
  "  if on ~= mine then return end\n"
  "  turn = turn + 1\n"
  "  arm(mine)\n"
  "  if turn ~= at then return end\n"
  "  for value, kind in pairs(live) do\n"
  "    if harm[kind] then pcall(harm[kind], value) end\n"
  "  end\n"
  "end}) end\n"
  "return function(k, x) on, turn, at, number = {}, 0, k, x arm(on) end,\n"
  "  function() on = false return turn end\n";

static const char LIVE_KEY[] = "live";

/* Records the value at the top, and the contents of a table, by type; pops it. */
static void note(lua_State *L, int depth) {
  if (luaL_getmetafield(L, -1, "__name") == LUA_TSTRING) {
    lua_rawgetp(L, LUA_REGISTRYINDEX, LIVE_KEY);
    lua_pushvalue(L, -3);
    lua_pushvalue(L, -3);
    lua_rawset(L, -3);
    lua_pop(L, 2);
  } else if (lua_istable(L, -1) && depth && lua_checkstack(L, 8)) {
    lua_pushnil(L);
    for (int n = 0; n < 100 && lua_next(L, -2); n++) {
      note(L, depth - 1);
      if (n == 99) lua_pop(L, 1);
    }
  }
  lua_pop(L, 1);
}

/* Call hook: the arguments are values that a finalizer could reach. */
static void note_arguments(lua_State *L, lua_Debug *called) {
  lua_Debug caller;
  if (!lua_getstack(L, 1, &caller) || !lua_checkstack(L, 20)) return;
  lua_getinfo(L, "S", &caller);
  if (*caller.what == 'C') return; /* its own values */
  lua_State *was_hurried = hurried;
  hurried = NULL;
  lua_gc(L, LUA_GCSTOP);
  for (int i = 1; i <= 9 && lua_getlocal(L, called, i); i++) note(L, 2);
  lua_gc(L, LUA_GCRESTART);
  hurried = was_hurried;
}

static void push_weak_table(lua_State *L) {
  lua_newtable(L);
  lua_createtable(L, 0, 1);
  lua_pushliteral(L, "k");
  lua_setfield(L, -2, "__mode");
  lua_setmetatable(L, -2);
}

/* Stores the functions that start and stop the finalizer, which the function at
 * the top creates; pops that. */
static void open_hostile(lua_State *L) {
  if (luaL_loadstring(L, HOSTILE) != LUA_OK) lua_error(L);
  lua_insert(L, -2);
  push_weak_table(L);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, LIVE_KEY);
  lua_call(L, 2, 2);
  lua_setfield(L, LUA_REGISTRYINDEX, "stop");
  lua_setfield(L, LUA_REGISTRYINDEX, "start");
}

static long harms;

/* Runs the example with harm on the k-th run of the finalizer and returns the
 * number of runs. Errors are ignored, because values may have changed. */
static long harmed(lua_State *L, const char *example, long k, double number) {
  const int top = lua_gettop(L);
  lua_getfield(L, LUA_REGISTRYINDEX, "start");
  lua_pushinteger(L, k);
  lua_pushnumber(L, number);
  lua_call(L, 2, 0);
  lua_gc(L, LUA_GCGEN, 0, 0);
  hurried = L;
  lua_sethook(L, note_arguments, LUA_MASKCALL, 0);
  call_example(L, example);
  lua_sethook(L, NULL, 0, 0);
  hurried = NULL;
  lua_gc(L, LUA_GCINC, 0, 0, 0);
  lua_settop(L, top);
  lua_getfield(L, LUA_REGISTRYINDEX, "stop");
  lua_call(L, 0, 1);
  const long times = (long)lua_tointeger(L, -1);
  lua_settop(L, top);
  return times;
}

/* k = 1, 2, ... until the finalizer runs fewer than k times. */
static const char *endure(lua_State *L, const char *example) {
  static const double numbers[] = {1, 0, 1e300, NAN};
  enum { NUMBERS = sizeof numbers / sizeof *numbers, MOST = 200 };
  long times = MOST;
  for (long k = 1; k <= times && k <= MOST; k++)
    for (int i = 0; i < NUMBERS; i++, harms++)
      times = harmed(L, example, k, numbers[i]);
  lua_gc(L, LUA_GCCOLLECT);
  return NULL;
}

/* -- all of them ---------------------------------------------------------- */

static int open_all(lua_State *L) {
  const bool raw = lua_toboolean(L, 1);
  luaL_openlibs(L);
  lua_getglobal(L, "setmetatable");
  modules_open(L, "lib");
  hush(L);
  if (!raw) lua_getglobal(L, "setmetatable");
  open_hostile(L);
  return 0;
}

/* k = 1, 2, ... until the example runs without a failed allocation. */
static const char *exhaust(lua_State *L, Heap *heap, const char *example) {
  for (long k = 1;; k++) {
    lua_pushcfunction(L, run_example);
    lua_pushstring(L, example);
    heap->count = 0;
    heap->failing = k;
    int status = lua_pcall(L, 1, 0, 0);
    bool failed = heap_failed(heap);
    heap->failing = 0;
    if (!failed) return status ? lua_tostring(L, -1) : NULL;
    if (status && lua_type(L, -1) != LUA_TSTRING) return "the error is not a string";
    lua_settop(L, 2);
  }
}

typedef struct Count {
  int passed, failed;
} Count;

typedef struct Mode {
  const char *word;
  bool failing, hostile, raw;
  const char *only; /* the name of one example; NULL: all */
} Mode;

static void tell(Count *count, const char *name, const char *problem) {
  if (problem) {
    fprintf(stderr, "FAILED: the example of %s\n  %s\n", name, problem);
    count->failed++;
  } else
    count->passed++;
}

static const char *try_example(lua_State *L, Heap *heap, const Mode *mode,
                               const char *example) {
  if (!example) return "no example";
  if (mode->failing) return exhaust(L, heap, example);
  if (mode->hostile) return endure(L, example);
  return call_example(L, example) ? lua_tostring(L, -1) : NULL;
}

/* A failed allocation collects everything, so a state that no other example has
 * filled is quicker: the example runs in a child process. It closes its state. */
static const char *try_apart(lua_State *L, lua_State *T, Heap *heap,
                             const Mode *mode, const char *example) {
  int status = 0;
  fflush(NULL);
  const pid_t child = fork();
  if (child == 0) {
    const char *problem = try_example(T, heap, mode, example);
    if (problem) fprintf(stderr, "%s\n", problem);
    lua_close(L);
    if (heap->used) fputs("memory leaked\n", stderr);
    fflush(NULL);
    _exit(problem || heap->used);
  }
  if (child < 0 || waitpid(child, &status, 0) != child) return "no child process";
  return status ? "its process failed" : NULL;
}

static void run_entry(lua_State *L, Heap *heap, const Mode *mode,
                      Count *count) {
  lua_getfield(L, -1, "name");
  lua_getfield(L, -2, "example");
  const char *name = lua_tostring(L, -2), *example = lua_tostring(L, -1);
  if (mode->only && strcmp(mode->only, name)) return;
  lua_State *T = lua_newthread(L);
  lua_settop(T, 0);
  lua_pushnil(T); /* slots below the messages */
  lua_pushnil(T);
  tell(count, name, mode->failing ? try_apart(L, T, heap, mode, example)
                                  : try_example(T, heap, mode, example));
}

static Mode mode_of(int argc, char **argv) {
  Mode mode = {"", false, false, false, NULL};
  if (argc < 2) return mode;
  mode.word = argv[1];
  mode.failing = !strcmp(argv[1], "--alloc");
  mode.hostile = !strcmp(argv[1], "--stress");
  mode.raw = argc > 2 && !strcmp(argv[2], "raw");
  if (argc > 2 + mode.raw) mode.only = argv[2 + mode.raw];
  return mode;
}

int main(int argc, char **argv) {
  const Mode mode = mode_of(argc, argv);
  Heap heap = {.twice = true};
  Count count = {0, 0};
  setenv("MLREPL_PLOT", "none", 1); /* figures are shown nowhere */
  lua_State *L = lua_newstate(allocate, &heap);
  lua_pushcfunction(L, open_all);
  lua_pushboolean(L, mode.raw);
  if (lua_pcall(L, 1, 0, 0)) {
    fprintf(stderr, "%s\n", lua_tostring(L, -1));
    return 1;
  }
  registry_push_list(L);
  for (lua_Integer i = 1; lua_geti(L, 1, i) == LUA_TTABLE; i++) {
    run_entry(L, &heap, &mode, &count);
    lua_settop(L, 1);
  }
  if (mode.hostile)
    tell(&count, "all", harms ? NULL : "no finalizer was called");
  lua_close(L);
  tell(&count, "all", heap.used ? "memory leaked" : NULL);
  if (mode.hostile) printf("%ld modifications by finalizers\n", harms);
  printf("examples%s%s: %d passed, %d failed\n", *mode.word ? " " : "",
         mode.word, count.passed, count.failed);
  return count.failed > 0;
}
