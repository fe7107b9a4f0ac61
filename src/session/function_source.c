/* function_source.c - functions as source text, for saving them. The native
 * module mlrepl.functions:
 *   places(text)      the functions in the text: a list of {start, open, stop,
 *                     first, last, method}, as in function_place.h, with
 *                     positions counted from 1
 *   compile(text, name)
 *                     the only function in the text of a chunk such as "local x
 *                     return function() return x end", whose other code is
 *                     never run; its upvalues are nil, and its source is `name`.
 *                     Nothing if there is a syntax error or another function
 *   chunk(text, name) the text as a function with nil upvalues
 *   same(f, g)        whether two functions have the same code
 */
#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/values.h"
#include "session/syntax/function_code.h"
#include "session/syntax/function_place.h"

/* -- places ---------------------------------------------------------------- */

static void set_integer(lua_State *L, const char *key, lua_Integer value) {
  lua_pushinteger(L, value);
  lua_setfield(L, -2, key);
}

static void push_place(lua_State *L, const FunctionPlace *place) {
  lua_createtable(L, 0, 6);
  set_integer(L, "start", (lua_Integer)place->start + 1);
  set_integer(L, "open", (lua_Integer)place->open + 1);
  set_integer(L, "stop", (lua_Integer)place->end);
  set_integer(L, "first", place->first);
  set_integer(L, "last", place->last);
  lua_pushboolean(L, place->method);
  lua_setfield(L, -2, "method");
}

static int l_places(lua_State *L) {
  size_t n;
  const char *text = luaL_checklstring(L, 1, &n);
  const size_t count = function_place_count(text, n);
  FunctionPlace *places = push_scratch(L, count, sizeof *places);
  function_place_find(places, text, n);
  lua_newtable(L);
  for (size_t i = 0, k = 0; i < count; i++) {
    if (!places[i].last) continue;
    push_place(L, &places[i]);
    lua_rawseti(L, -2, (lua_Integer)++k);
  }
  return 1;
}

/* -- compiling ------------------------------------------------------------- */

/* Pushes the chunk, or returns false; its only upvalue is nil. */
static bool push_chunk(lua_State *L) {
  size_t n;
  const char *text = luaL_checklstring(L, 1, &n);
  if (luaL_loadbufferx(L, text, n, luaL_checkstring(L, 2), "t") != LUA_OK)
    return false;
  lua_pushnil(L);
  lua_setupvalue(L, -2, 1);
  return true;
}

static int l_compile(lua_State *L) {
  return push_chunk(L) && function_code_take_inner(L, lua_tostring(L, 2));
}

static int l_chunk(lua_State *L) { return push_chunk(L); }

static int l_same(lua_State *L) {
  luaL_argcheck(L, lua_isfunction(L, 1) && !lua_iscfunction(L, 1), 1, "no");
  luaL_argcheck(L, lua_isfunction(L, 2) && !lua_iscfunction(L, 2), 2, "no");
  lua_pushboolean(L, function_code_same(L, 1, 2));
  return 1;
}

void open_function_source(lua_State *L) {
  static const luaL_Reg functions[] = {{"places", l_places},
                                       {"compile", l_compile},
                                       {"chunk", l_chunk},
                                       {"same", l_same},
                                       {NULL, NULL}};
  lib_context_add(L, "mlrepl.functions", functions);
}
