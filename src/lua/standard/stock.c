#include "lua/standard/stock.h"

/* The table of Lua's functions is at the top. */
static void replace_all(lua_State *L, const luaL_Reg *functions) {
  for (const luaL_Reg *f = functions; f->name; f++) {
    lua_getfield(L, -1, f->name);
    lua_pushcclosure(L, f->func, 1);
    lua_setfield(L, -2, f->name);
  }
}

void stock_replace(lua_State *L, const char *library,
                   const luaL_Reg *functions) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_getfield(L, -1, library);
  replace_all(L, functions);
  lua_pop(L, 2);
}

void stock_replace_methods(lua_State *L, const luaL_Reg *functions) {
  luaL_getmetatable(L, LUA_FILEHANDLE);
  lua_getfield(L, -1, "__index");
  replace_all(L, functions);
  lua_pop(L, 2);
}

/* The functions that are replaced have no upvalues. */
int stock_call(lua_State *L) {
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}
