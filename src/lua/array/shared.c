#include "lua/array/shared.h"

#include <lauxlib.h>

#include "lua/base/error.h"
#include "lua/base/values.h"

/* Its address is the registry key of the table. */
static const char marks = 0;

/* Pushes the table; nil if nothing is shared yet. */
static bool push_marks(lua_State *L) {
  return lua_rawgetp(L, LUA_REGISTRYINDEX, &marks) == LUA_TTABLE;
}

bool shared_find(lua_State *L, int index, Share *share) {
  if (lua_type(L, index) != LUA_TUSERDATA) return false;
  index = lua_absindex(L, index);
  bool found = push_marks(L);
  if (found) {
    lua_pushvalue(L, index);
    found = lua_rawget(L, -2) == LUA_TNUMBER;
    if (found) *share = share_of_process((size_t)lua_tointeger(L, -1));
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  return found;
}

static void make_marks(lua_State *L) {
  lua_pop(L, 1);
  push_weak_table(L);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &marks);
}

void shared_mark(lua_State *L, int index, size_t whole) {
  index = lua_absindex(L, index);
  if (!push_marks(L)) make_marks(L);
  lua_pushvalue(L, index);
  lua_pushinteger(L, (lua_Integer)whole);
  lua_rawset(L, -3);
  lua_pop(L, 1);
}

int shared_refuse(lua_State *L, const Share *share) {
  const char *text = shared_push_text(L, share);
  return fail(L,
              "needs all rows, but the data are shared, and this process has "
              "%s; help\"cluster.size\" lists what works on shared rows, and "
              "cluster.gather(x) brings small data together",
              text);
}

void shared_check_whole(lua_State *L, int index) {
  Share share;
  if (!share_is_whole() && shared_find(L, index, &share))
    shared_refuse(L, &share);
}

const char *shared_push_text(lua_State *L, const Share *share) {
  if (share->first == share->last)
    return lua_pushfstring(L, "none of %I rows", (LUAI_UACINT)share->whole);
  return lua_pushfstring(L, "rows %I to %I of %I",
                         (LUAI_UACINT)share->first + 1,
                         (LUAI_UACINT)share->last, (LUAI_UACINT)share->whole);
}
