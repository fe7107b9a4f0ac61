#include "module/guard.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/base/error.h"
#include "lua/base/registry.h"
#include "module/host_signal.h"
#include "sys/interrupt.h"

/* -- finalizers ------------------------------------------------------------ */

/* Lua calls finalizers whenever it allocates memory. One that changes a mask
 * between the time a primitive counts its ones and the time it fills the result
 * would make it write past the end. The program defers such finalizers
 * (lua/standard/finalizer.c); here they are Lua's own, so they may not call
 * primitives in the middle of one. */

static bool is_finalizer(lua_State *L, lua_Debug *at) {
  lua_getinfo(L, "n", at);
  return at->name && !strcmp(at->name, "__gc") &&
         !strcmp(at->namewhat, "metamethod");
}

static bool is_primitive(lua_State *L, lua_Debug *at) {
  lua_getinfo(L, "f", at);
  const bool is = registry_is_primitive(lua_tocfunction(L, -1));
  lua_pop(L, 1);
  return is;
}

/* While a finalizer runs, Lua refuses calls of lua_gc; older versions say that
 * the collector does not run, as if the user had stopped it. */
static bool is_in_primitive(lua_State *L, bool refused) {
  lua_Debug at;
  luaL_checkstack(L, 4, NULL);
  if (lua_getstack(L, 0, &at) && is_finalizer(L, &at)) return false; /* ours */
  for (int level = 1; lua_getstack(L, level, &at); level++)
    if (is_finalizer(L, &at))
      return lua_getstack(L, level + 1, &at) && is_primitive(L, &at);
  return refused; /* hidden by a tail call or in a coroutine */
}

void guard_primitive(lua_State *L) {
  const int running = lua_gc(L, LUA_GCISRUNNING, 0);
  if (running != 1 && is_in_primitive(L, running < 0))
    fail(L, "a finalizer (__gc) that runs during a function of mlrepl cannot "
            "call another one; note what is to be done and do it later");
  host_signal_follow(L);
}

/* -- pcall ----------------------------------------------------------------- */

static int finish(lua_State *L, int status, lua_KContext unused) {
  (void)unused;
  if (status == LUA_OK || status == LUA_YIELD) return lua_gettop(L);
  if (interrupted) return lua_error(L);
  lua_pushboolean(L, 0);
  lua_insert(L, -2);
  return 2;
}

static int l_pcall(lua_State *L) {
  luaL_checkany(L, 1);
  lua_pushboolean(L, 1);
  lua_insert(L, 1);
  return finish(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, 0, finish),
                0);
}

void guard_push_pcall(lua_State *L) { lua_pushcfunction(L, l_pcall); }
