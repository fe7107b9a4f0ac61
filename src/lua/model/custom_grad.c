#include "lua/model/custom_grad.h"

#include <lauxlib.h>

#include "lua/base/error.h"
#include "lua/grad/grad.h"

/* cost(X, y, w, b) of w and b; the others are upvalues. */
static int l_cost_of(lua_State *L) {
  lua_settop(L, 2);
  for (int i = 1; i <= 3; i++) {
    lua_pushvalue(L, lua_upvalueindex(i));
    lua_insert(L, i);
  }
  lua_call(L, 4, 1);
  return 1;
}

bool custom_grad_call(lua_State *L) {
  const int first = lua_gettop(L) - 4; /* the cost */
  luaL_checkstack(L, 10, NULL);
  push_grad_and_value(L);
  for (int i = 0; i < 3; i++) lua_pushvalue(L, first + i);
  lua_pushcclosure(L, l_cost_of, 3);
  lua_pushvalue(L, first + 3);
  lua_pushvalue(L, first + 4);
  const int status = lua_pcall(L, 3, 3, 0);
  if (status == LUA_ERRMEM) lua_error(L);
  if (status != LUA_OK) check_interrupt(L);
  const int results = status == LUA_OK ? 3 : 1;
  lua_rotate(L, first, results);
  lua_pop(L, 5);
  return status == LUA_OK;
}
