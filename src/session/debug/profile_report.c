/* profile_report.c - the native module mlrepl.profile:
 *   start(lines)  begins; lines: also measures each line
 *   stop()        ends; returns a table: seconds, overhead, complete (see
 *                 profile.h), calls, functions: a list of {func, name, count,
 *                 total, own}, and lines: a list of {func, line, count, own}
 */
#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/set_field.h"
#include "session/debug/profile.h"

/* Copies item `from` of {function, name} at -2 to a field of the table at the
 * top. */
static void set_item(lua_State *L, const char *key, lua_Integer from) {
  lua_rawgeti(L, -2, from);
  lua_setfield(L, -2, key);
}

/* Pushes the list of functions; returns the number of calls. */
static size_t push_functions(lua_State *L, const Tally *functions) {
  size_t calls = 0;
  lua_Integer n = 0;
  lua_newtable(L);
  const int list = lua_gettop(L);
  profile_push_functions(L);
  for (size_t i = 0; i < functions->n; i++) {
    const TallyItem *item = &functions->items[i];
    lua_settop(L, list + 1);
    lua_rawgeti(L, list + 1, (lua_Integer)i + 1);
    if (!item->count || !lua_istable(L, -1)) continue;
    lua_createtable(L, 0, 5);
    set_item(L, "func", 1);
    set_item(L, "name", 2);
    set_number(L, "total", item->total);
    set_number(L, "own", item->own);
    set_count(L, "count", item->count);
    lua_rawseti(L, list, ++n);
    calls += item->count;
  }
  lua_settop(L, list);
  return calls;
}

static void push_lines(lua_State *L, const Tally *lines) {
  lua_createtable(L, (int)lines->n, 0);
  const int list = lua_gettop(L);
  profile_push_functions(L);
  for (size_t i = 0; i < lines->n; i++) {
    const TallyItem *item = &lines->items[i];
    lua_rawgeti(L, list + 1, (lua_Integer)item->owner + 1);
    lua_createtable(L, 0, 4);
    set_item(L, "func", 1);
    set_count(L, "line", (size_t)item->line);
    set_count(L, "count", item->count);
    set_number(L, "own", item->own);
    lua_rawseti(L, list, (lua_Integer)i + 1);
    lua_settop(L, list + 1);
  }
  lua_settop(L, list);
}

static int l_start(lua_State *L) {
  profile_start(L, lua_toboolean(L, 1));
  return 0;
}

static int l_stop(lua_State *L) {
  const ProfileResult result = profile_stop(L);
  lua_createtable(L, 0, 6);
  set_number(L, "seconds", result.seconds);
  set_number(L, "overhead", result.overhead);
  lua_pushboolean(L, result.complete);
  lua_setfield(L, -2, "complete");
  const size_t calls = push_functions(L, result.functions);
  lua_setfield(L, -2, "functions");
  set_count(L, "calls", calls);
  push_lines(L, result.lines);
  lua_setfield(L, -2, "lines");
  profile_clear(L);
  return 1;
}

static const luaL_Reg functions[] = {
  {"start", l_start}, {"stop", l_stop}, {NULL, NULL}};

void open_profile(lua_State *L) {
  lib_context_add(L, "mlrepl.profile", functions);
}
