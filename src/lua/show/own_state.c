/* own_state.c - userdata in the registry. */
#include "lua/show/own_state.h"

#include <string.h>

void *own_state_push(lua_State *L, const char *key) {
  lua_getfield(L, LUA_REGISTRYINDEX, key);
  return lua_touserdata(L, -1);
}

void *own_state_new(lua_State *L, const char *key, const void *initial,
                    size_t size, int values, lua_CFunction collect) {
  void *made = memcpy(lua_newuserdatauv(L, size, values), initial, size);
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, collect);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  lua_newtable(L);
  lua_setiuservalue(L, -2, 1);
  lua_pushvalue(L, -1);
  lua_setfield(L, LUA_REGISTRYINDEX, key);
  return made;
}
