/* rule_linearized.c - operations whose derivatives are formulas of other
 * operations, written in lib/mlrepl/explain/linearized.lua. */
#include <string.h>

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/registry.h"
#include "lua/grad/rule.h"
#include "lua/grad/tracked.h"

/* Pushes a list of the values at 1 to n. */
static void push_list(lua_State *L, int n) {
  lua_createtable(L, n, 0);
  for (int i = 1; i <= n; i++) {
    lua_pushvalue(L, i);
    lua_rawseti(L, -2, i);
  }
}

/* Pushes a list of the results of the primitive for the arguments at 1 to n. */
static void push_results(lua_State *L, const Prim *prim, int n) {
  const int top = lua_gettop(L);
  registry_push_function(L, prim->name);
  for (int i = 1; i <= n; i++) lua_pushvalue(L, i);
  lua_call(L, n, LUA_MULTRET);
  const int count = lua_gettop(L) - top;
  lua_createtable(L, count, 0);
  lua_insert(L, top + 1);
  for (int i = count; i > 0; i--) lua_rawseti(L, top + 1, i);
}

static const char *formula_of(const Rule *rule) {
  const char *tail = strpbrk(rule->name, ":.");
  return tail ? tail + 1 : rule->name;
}

/* Calls the formula with lists of the arguments, their plain values and the
 * plain results. */
static int record_linearized(lua_State *L, const Prim *prim, const Rule *rule) {
  const int n = lua_gettop(L);
  luaL_checkstack(L, 2 * n + 20, NULL);
  tracked_tape(L);
  lib_context_push(L, "mlrepl.explain.linearized", formula_of(rule));
  push_list(L, n);
  tracked_remove(L);
  push_list(L, n);
  push_results(L, prim, n);
  lua_call(L, 3, LUA_MULTRET);
  return lua_gettop(L) - n;
}

#define LINEARIZED(word)                                                       \
  { .name = (word), .record = record_linearized }

const Rule rule_linearized[] = {LINEARIZED("pinv"),
                                LINEARIZED(":qr"),
                                LINEARIZED(":svd"),
                                LINEARIZED(":eig"),
                                LINEARIZED(":cholesky"),
                                LINEARIZED("vector.range"),
                                LINEARIZED("vector.linspace"),
                                {.name = NULL}};
