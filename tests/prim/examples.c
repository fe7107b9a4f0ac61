/* examples.c - runs the example of every primitive.
 *
 *   examples          each gives what it says
 *   examples --alloc  each again with its k-th allocation failing, for every
 *                     k: an error is a sentence, the state stays usable, and
 *                     in the end nothing is left allocated
 *
 * An example is Lua lines; in `expression --> text` the text, with the lines
 * behind it that begin with a single blank, is what the values print.
 */
#include <lauxlib.h>
#include <lualib.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "prim.h"

/* -- an allocator that fails on demand ------------------------------------ */

typedef struct Heap {
  size_t used;    /* bytes */
  long countdown; /* the allocation to fail, from now; 0: none */
  int failed;
} Heap;

static void *allocate(void *ud, void *block, size_t old, size_t size) {
  Heap *heap = ud;
  size_t had = block ? old : 0; /* without a block `old` is a type tag */
  if (!size) {
    free(block);
    heap->used -= had;
    return NULL;
  }
  if (size > had && heap->countdown && !--heap->countdown) {
    heap->failed = 1;
    return NULL;
  }
  void *made = realloc(block, size);
  if (made) heap->used += size - had;
  return made;
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

/* Reads a line and what it is expected to print; gives where the next is. */
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

/* Pushes all values of the call as text, tabs between them. */
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

/* Statements run together up to a line that expects something. */
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

/* Examples that print (help, reports) need not be heard. */
static void hush(lua_State *L) {
  lua_pushcfunction(L, silent);
  lua_setglobal(L, "print");
}

/* -- all of them ---------------------------------------------------------- */

static int open_all(lua_State *L) {
  luaL_openlibs(L);
  prim_open(L, "lib");
  hush(L);
  return 0;
}

/* k = 1, 2, ... until the example no longer meets a failing allocation. */
static const char *exhaust(lua_State *L, Heap *heap, const char *example) {
  for (long k = 1;; k++) {
    heap->failed = 0;
    lua_pushcfunction(L, run_example);
    lua_pushstring(L, example);
    heap->countdown = k;
    int status = lua_pcall(L, 1, 0, 0);
    heap->countdown = 0;
    if (!heap->failed) return status ? lua_tostring(L, -1) : NULL;
    if (status && lua_type(L, -1) != LUA_TSTRING) return "error is no text";
    lua_settop(L, 2);
  }
}

typedef struct Count {
  int passed, failed;
} Count;

static void tell(Count *count, const char *name, const char *problem) {
  if (problem) {
    fprintf(stderr, "FAILED: the example of %s\n  %s\n", name, problem);
    count->failed++;
  } else
    count->passed++;
}

static void run_entry(lua_State *L, Heap *heap, int failing, Count *count) {
  lua_getfield(L, -1, "name");
  lua_getfield(L, -2, "example");
  const char *name = lua_tostring(L, -2), *example = lua_tostring(L, -1);
  lua_State *T = lua_newthread(L);
  lua_settop(T, 0);
  lua_pushnil(T); /* a place below the messages */
  lua_pushnil(T);
  const char *problem =
      !example  ? "there is none"
      : failing ? exhaust(T, heap, example)
      : call_example(T, example) ? lua_tostring(T, -1)
                                 : NULL;
  tell(count, name, problem);
  lua_pop(L, 3);
}

int main(int argc, char **argv) {
  int failing = argc > 1 && !strcmp(argv[1], "--alloc");
  Heap heap = {0, 0, 0};
  Count count = {0, 0};
  lua_State *L = lua_newstate(allocate, &heap);
  lua_pushcfunction(L, open_all);
  if (lua_pcall(L, 0, 0, 0)) {
    fprintf(stderr, "%s\n", lua_tostring(L, -1));
    return 1;
  }
  prim_push_list(L);
  for (lua_Integer i = 1; lua_geti(L, 1, i) == LUA_TTABLE; i++) {
    run_entry(L, &heap, failing, &count);
    lua_settop(L, 1);
  }
  lua_close(L);
  tell(&count, "all", heap.used ? "left something allocated" : NULL);
  printf("examples%s: %d passed, %d failed\n", failing ? " --alloc" : "",
         count.passed, count.failed);
  return count.failed > 0;
}
