#include "lua/base/surplus.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/usage/usage.h"

/* -- the sentence ----------------------------------------------------------- */

/* What was probably meant. */
typedef struct Intention {
  const char *entry, *advice;
} Intention;

static const Intention intentions[] = {
  {"vector", "put the numbers in braces, as in vector{1, 2}"},
  {"vector.zeros", "matrix.zeros(rows, columns) makes a matrix"},
  {"vector.ones", "matrix.ones(rows, columns) makes a matrix"},
  {"vector.fill", "matrix.fill(rows, columns, value) makes a matrix"},
  {"vector.random", "matrix.random(rows, columns) makes a matrix"},
  {"vector.randn", "matrix.randn(rows, columns) makes a matrix"},
  {"vector:concat", "v:concat(a):concat(b) joins more"},
  {"vector:sort", "v:sort():reverse() sorts in descending order"},
  {"dataset:vector", "d:matrix{\"a\", \"b\"} returns several columns"},
  {"vector:take", "v:take{1, 3} takes several elements"},
  {"matrix", "matrix{{1, 2}, {3, 4}} takes rows, matrix.zeros(rows, columns) "
             "makes a matrix of zeros"},
  {"matrix.rows", "the rows are one list: matrix.rows{a, b}"},
  {"matrix.columns", "the columns are one list: matrix.columns{a, b}"},
  {"matrix.identity", "matrix.identity(n) has n rows and n columns"},
  {"matrix:row", "X[1][2] is an element"},
  {"matrix:column", "X[1][2] is an element"},
  {"matrix:rows", "X:take{1, 3, 5} takes several rows"},
  {"matrix:columns", "X:take_columns{1, 3, 5} takes several columns"},
  {"matrix:take", "X:take{1, 3} takes several rows"},
  {"matrix:take_columns", "X:take_columns{1, 3} takes several columns"},
  {"matrix:concat", "X:concat(A):concat(B) joins more"},
  {"matrix:size", "rows, columns = X:size()"},
  {"dot", "dot(dot(a, b), c) multiplies more"},
  {"round", "round(x * 100) / 100 keeps two decimal places"},
  {"log", "log(x) / log(2) is the logarithm to base 2"},
  {"dataset:matrix",
   "write several names in braces, as in d:matrix{\"a\", \"b\"}"},
  {"dataset:select",
   "write several names in braces, as in d:select{\"a\", \"b\"}"},
  {"dataset:drop_missing",
   "write several names in braces, as in d:drop_missing{\"a\", \"b\"}"},
  {"dataset:unique",
   "write several names in braces, as in d:unique{\"a\", \"b\"}"},
  {"dataset:counts",
   "write several names in braces, as in d:counts{\"a\", \"b\"}"},
};

static const char *intention_of(const char *entry) {
  enum { N = sizeof intentions / sizeof *intentions };
  for (size_t i = 0; i < N; i++)
    if (!strcmp(intentions[i].entry, entry)) return intentions[i].advice;
  return NULL;
}

/* Pushes the call in the usage, its options as {...}. */
static void push_call(lua_State *L, const char *usage) {
  const size_t n = usage_call_length(usage), brace = strcspn(usage, "{");
  const size_t end = brace + strcspn(usage + brace, "}");
  lua_pushlstring(L, usage, n);
  if (end >= n) return;
  lua_pushlstring(L, usage, brace);
  lua_pushlstring(L, usage + end, n - end);
  lua_pushfstring(L, "%s{...%s", lua_tostring(L, -2), lua_tostring(L, -1));
}

/* Pushes the advice: how to call it if nothing better is known. */
static const char *push_advice(lua_State *L, const Prim *prim, int first) {
  const char *dot = strchr(prim->name, '.');
  const char *known = intention_of(prim->name);
  if (luaL_testudata(L, -1, TYPE_SCALER))
    return "normalize returns two values, and (normalize(X)) is the first";
  if (dot) {
    lua_pushlstring(L, prim->name, (size_t)(dot - prim->name));
    registry_push_names(L);
    lua_getfield(L, -1, lua_tostring(L, -2));
    if (lua_istable(L, -1) && lua_rawequal(L, -1, first))
      return lua_pushfstring(L, "call it as %s, with a dot", prim->name);
  }
  if (known) return known;
  push_call(L, prim->usage);
  return lua_pushfstring(L, "call it as %s", lua_tostring(L, -1));
}

/* What comes before ':' has another type; the primitive says so. */
static bool has_other_receiver(lua_State *L, const Prim *prim) {
  const char *colon = strchr(prim->name, ':');
  if (!colon) return false;
  lua_pushlstring(L, prim->name, (size_t)(colon - prim->name));
  luaL_getmetatable(L, lua_tostring(L, -1));
  const bool same = lua_getmetatable(L, 1) && lua_rawequal(L, -1, -2);
  return !same;
}

void surplus_refuse(lua_State *L, int most) {
  int top = lua_gettop(L);
  const Prim *prim = error_prim(L);
  size_t listed;
  luaL_checkstack(L, 12, NULL);
  while (top > most && lua_isnil(L, top)) top--;
  if (top == most + 1 && check_is_class_names(L, top, prim->usage)) top = most;
  lua_settop(L, top);
  if (top == most || !usage_most_arguments(prim->usage, &listed)) return;
  if (has_other_receiver(L, prim)) {
    lua_settop(L, most);
    return;
  }
  lua_settop(L, top);
  const int before = most - (int)listed; /* a receiver, or a table called */
  const char *advice = push_advice(L, prim, 1);
  const char *counted = listed == 1 ? "argument" : "arguments";
  if (!listed)
    fail(L, "no arguments expected, got %d; %s", top - before, advice);
  else
    fail(L, "at most %d %s expected, got %d; %s", (int)listed, counted,
         top - before, advice);
}

/* -- counting --------------------------------------------------------------- */

int surplus_most(const Prim *prim) {
  size_t most;
  if (!strcmp(prim->name, "ipairs")) return ANY_NUMBER; /* as Lua's own */
  if (!usage_most_arguments(prim->usage, &most)) return ANY_NUMBER;
  return (int)most + (strchr(prim->name, ':') != NULL);
}

static int finish(lua_State *L, int status, lua_KContext context) {
  (void)status, (void)context;
  return lua_gettop(L);
}

/* Upvalue 3: the function in Lua. */
static int l_entry(lua_State *L) {
  surplus_check(L);
  luaL_checkstack(L, 1, NULL);
  lua_pushvalue(L, lua_upvalueindex(3));
  lua_insert(L, 1);
  lua_callk(L, lua_gettop(L) - 1, LUA_MULTRET, 0, finish);
  return finish(L, LUA_OK, 0);
}

/* Replaces the function at the top by one that counts the arguments of the entry
 * at the index; `before` of them come before those of its usage. */
static void wrap(lua_State *L, int entry, int before) {
  const int fn = lua_gettop(L);
  Prim *prim = lua_newuserdatauv(L, sizeof *prim, 1);
  lua_getfield(L, entry, "name");
  lua_getfield(L, entry, "usage");
  *prim = (Prim){.name = lua_tostring(L, -2), .usage = lua_tostring(L, -1)};
  lua_pushvalue(L, entry); /* owns both strings */
  lua_setiuservalue(L, fn + 1, 1);
  lua_settop(L, fn + 1);
  const int most = surplus_most(prim);
  if (most == ANY_NUMBER) {
    lua_settop(L, fn);
    return;
  }
  lua_pushinteger(L, most + before);
  lua_rotate(L, fn, -1);
  lua_pushcclosure(L, l_entry, 3);
}

void surplus_count(lua_State *L) {
  const int entry = lua_gettop(L), type = lua_getfield(L, entry, "fn");
  if (type == LUA_TFUNCTION) {
    lua_pushvalue(L, -1);
    lua_setfield(L, entry, "body");
    wrap(L, entry, 0);
    lua_setfield(L, entry, "fn");
  } else if (type == LUA_TTABLE && lua_getmetatable(L, -1)) {
    lua_getfield(L, -1, "__call");
    wrap(L, entry, 1);
    lua_setfield(L, -2, "__call");
  }
  lua_settop(L, entry);
}
