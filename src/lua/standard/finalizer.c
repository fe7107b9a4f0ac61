/* finalizer.c - setmetatable as in Lua 5.4, but a finalizer (__gc) is never
 * called while a primitive of this program runs.
 *
 * Lua calls finalizers whenever it allocates memory. A finalizer could thus
 * change a mask between the time a primitive counts its ones and the time it
 * fills the result. So Lua does not finalize the table itself but a watch, a
 * userdata that only the table references. If Lua finalizes the watch during
 * Lua code or a standard function, the table's finalizer runs at once;
 * otherwise the watch is queued until then. Primitives need no special care and
 * pay no cost.
 *
 * setmetatable is a standard Lua function, so it has no help entry.
 */
#include <stdbool.h>

#include <lauxlib.h>
#include <lualib.h>

#include "lua/base/modules.h"
#include "lua/base/values.h"
#include "lua/standard/running.h"
#include "sys/interrupt.h"

/* Registry keys: */
static const char WATCHES_KEY[] =
  "mlrepl.watches";                               /* table -> its watch, weak */
static const char WATCH_KEY[] = "mlrepl.watch";   /* metatable of watches */
static const char QUEUE_KEY[] = "mlrepl.due";     /* watches that are due */
static const char STOCK_KEY[] = "mlrepl.stock";   /* standard functions */
static const char RUNNER_KEY[] = "mlrepl.runner"; /* see push_runner */

/* The user values of a watch; the queue is a watch without a table. Queueing
 * must not allocate. */
enum { WATCHED = 1, NEXT, LAST };

/* -- when ----------------------------------------------------------------- */

/* Whether Lua code or a standard function is running, or nothing (the state is
 * being closed). */
static bool is_good_moment(lua_State *L) {
  lua_Debug at;
  if (!lua_getstack(L, 1, &at)) return true;
  lua_getinfo(L, "Sf", &at);
  if (*at.what == 'C') {
    lua_rawgetp(L, LUA_REGISTRYINDEX, STOCK_KEY);
    lua_insert(L, -2);
    lua_rawget(L, -2);
    lua_remove(L, -2);
  }
  const bool good = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return good;
}

/* -- the queue ------------------------------------------------------------ */

/* Appends the watch at `index`. */
static void enqueue(lua_State *L, int index) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, QUEUE_KEY);
  if (lua_getiuservalue(L, -1, LAST) == LUA_TNIL) {
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
  }
  lua_pushvalue(L, index);
  lua_setiuservalue(L, -2, NEXT);
  lua_pop(L, 1);
  lua_pushvalue(L, index);
  lua_setiuservalue(L, -2, LAST);
  lua_pop(L, 1);
}

/* Pushes the table of the first watch; pushes nothing and returns false if the
 * queue is empty. */
static bool dequeue(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, QUEUE_KEY);
  if (lua_getiuservalue(L, -1, NEXT) == LUA_TNIL) {
    lua_pop(L, 2);
    return false;
  }
  if (lua_getiuservalue(L, -1, NEXT) == LUA_TNIL) {
    lua_pushnil(L);
    lua_setiuservalue(L, -4, LAST);
  }
  lua_setiuservalue(L, -3, NEXT);
  lua_getiuservalue(L, -1, WATCHED);
  lua_replace(L, -3);
  lua_pop(L, 1);
  return true;
}

/* -- calling --------------------------------------------------------------- */

/* Lua disables the hook of Ctrl-C in the state that runs a finalizer. So
 * finalizers run in a coroutine. The registry keeps one, or false while it is
 * in use. */

/* (finalizer, object) -> nothing, or the error */
static int l_call(lua_State *L) { return lua_pcall(L, 1, 0, 0) != LUA_OK; }

static void push_runner(lua_State *L) {
  if (lua_rawgetp(L, LUA_REGISTRYINDEX, RUNNER_KEY) == LUA_TTHREAD) return;
  lua_pop(L, 1);
  lua_newthread(L);
  running_own(L);
}

static void warn_of_error(lua_State *L, lua_State *co) {
  const char *text = lua_tostring(co, -1);
  lua_warning(L, "error in __gc (", 1);
  lua_warning(L, text ? text : "error object is not a string", 1);
  lua_warning(L, ")", 0);
}

/* Calls the finalizer at -2 with the object at -1 in the coroutine at `runner`;
 * pops both. */
static void call(lua_State *L, int runner) {
  lua_State *co = lua_tothread(L, runner);
  int count = 0;
  lua_pushboolean(L, false);
  lua_rawsetp(L, LUA_REGISTRYINDEX, RUNNER_KEY);
  lua_pushcfunction(co, l_call);
  lua_xmove(L, co, 2);
  const int status = running_resume(L, co, 2, &count);
  if (interrupted)
    running_caught(L);
  else if (status != LUA_OK || count)
    warn_of_error(L, co);
  lua_settop(co, 0);
  lua_pushvalue(L, runner);
  lua_rawsetp(L, LUA_REGISTRYINDEX, RUNNER_KEY);
}

/* Pops the table at the top and calls its finalizer, once. */
static void finalize(lua_State *L, int runner) {
  const int below = lua_gettop(L) - 1;
  lua_rawgetp(L, LUA_REGISTRYINDEX, WATCHES_KEY);
  lua_pushvalue(L, -2);
  lua_pushnil(L);
  lua_rawset(L, -3);
  lua_pop(L, 1);
  if (luaL_getmetafield(L, -1, "__gc") != LUA_TNIL) {
    lua_insert(L, -2);
    call(L, runner);
  }
  lua_settop(L, below);
}

static bool is_queue_empty(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, QUEUE_KEY);
  const bool empty = lua_getiuservalue(L, -1, NEXT) == LUA_TNIL;
  lua_pop(L, 2);
  return empty;
}

static void finalize_waiting(lua_State *L) {
  if (is_queue_empty(L)) return;
  push_runner(L);
  const int runner = lua_gettop(L);
  while (dequeue(L)) finalize(L, runner);
  lua_pop(L, 1);
}

/* -- watches -------------------------------------------------------------- */

/* __gc of a watch. The watch without a table is re-armed in every cycle, to
 * serve the queue. */
static int l_due(lua_State *L) {
  lua_settop(L, 1);
  if (lua_getiuservalue(L, 1, WATCHED) != LUA_TNIL)
    enqueue(L, 1);
  else {
    lua_getmetatable(L, 1);
    lua_setmetatable(L, 1);
  }
  if (is_good_moment(L)) finalize_waiting(L);
  return 0;
}

static void push_watch(lua_State *L) {
  lua_newuserdatauv(L, 0, NEXT);
  lua_rawgetp(L, LUA_REGISTRYINDEX, WATCH_KEY);
  lua_setmetatable(L, -2);
}

/* Gives the table at 1 a watch. */
static void watch(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, WATCHES_KEY);
  lua_pushvalue(L, 1);
  if (lua_rawget(L, -2) == LUA_TNIL) {
    lua_pushvalue(L, 1);
    push_watch(L);
    lua_pushvalue(L, 1);
    lua_setiuservalue(L, -2, WATCHED);
    lua_rawset(L, -4);
  }
  lua_settop(L, 2);
}

/* Sets the metatable at 2 on the table at 1, hiding __gc from Lua. */
static void set_unseen(lua_State *L) {
  lua_pushliteral(L, "__gc");
  lua_pushvalue(L, -1);
  lua_pushvalue(L, -1);
  lua_rawget(L, 2);
  lua_insert(L, -2);
  lua_pushnil(L);
  lua_rawset(L, 2);
  lua_pushvalue(L, 2);
  lua_setmetatable(L, 1);
  lua_rawset(L, 2);
}

static int l_setmetatable(lua_State *L) {
  const int type = lua_type(L, 2);
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_argexpected(L, type == LUA_TNIL || type == LUA_TTABLE, 2,
                   "nil or table");
  if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
    return luaL_error(L, "cannot change a protected metatable");
  lua_settop(L, 2);
  bool finalized = false;
  if (type == LUA_TTABLE) {
    lua_pushliteral(L, "__gc");
    finalized = lua_rawget(L, 2) != LUA_TNIL;
    lua_pop(L, 1);
  }
  if (finalized) {
    finalize_waiting(L);
    watch(L);
    set_unseen(L);
  } else
    lua_setmetatable(L, 1);
  lua_settop(L, 1);
  return 1;
}

/* -- registering ---------------------------------------------------------- */

/* Adds the functions of the table at the top to the set below it. */
static void add_functions(lua_State *L) {
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    if (!lua_iscfunction(L, -1)) continue;
    lua_pushvalue(L, -1);
    lua_pushboolean(L, true);
    lua_rawset(L, -6);
  }
}

static void open_stock_set(lua_State *L) {
  lua_newtable(L);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    lua_pushvalue(L, -4);
    lua_pushvalue(L, -2);
    if (lua_istable(L, -1)) add_functions(L);
    lua_pop(L, 2);
  }
  lua_pop(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, STOCK_KEY);
}

static void open_watches(lua_State *L) {
  push_weak_table(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, WATCHES_KEY);
  lua_newuserdatauv(L, 0, LAST);
  lua_rawsetp(L, LUA_REGISTRYINDEX, QUEUE_KEY);
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, l_due);
  lua_setfield(L, -2, "__gc");
  lua_rawsetp(L, LUA_REGISTRYINDEX, WATCH_KEY);
  push_watch(L);
  lua_pop(L, 1);
  push_runner(L);
  lua_rawsetp(L, LUA_REGISTRYINDEX, RUNNER_KEY);
}

/* Files keep Lua's own finalizer; user code only gets a copy of their
 * metatable. */
static void hide_files_metatable(lua_State *L) {
  if (luaL_getmetatable(L, LUA_FILEHANDLE) == LUA_TTABLE) {
    lua_newtable(L);
    for (lua_pushnil(L); lua_next(L, -3);) {
      lua_pushvalue(L, -2);
      lua_insert(L, -2);
      lua_rawset(L, -4);
    }
    lua_setfield(L, -2, "__metatable");
  }
  lua_pop(L, 1);
}

void open_finalizer(lua_State *L) {
  open_stock_set(L);
  open_watches(L);
  hide_files_metatable(L);
  lua_pushcfunction(L, l_setmetatable);
  lua_setglobal(L, "setmetatable");
}
