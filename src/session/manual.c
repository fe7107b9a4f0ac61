#include "session/manual.h"

#include <stdbool.h>
#include <stdio.h>

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/registry.h"

static void print_field(lua_State *L, const char *key, const char *before) {
  if (lua_getfield(L, -1, key) == LUA_TSTRING) {
    fputs(before, stdout);
    for (const char *p = lua_tostring(L, -1); *p; p++) {
      putchar(*p);
      if (*p == '\n') fputs("    ", stdout);
    }
    putchar('\n');
  }
  lua_pop(L, 1);
}

/* Has an entry with the same usage and help been printed? Vectors and
 * matrices share methods. */
static bool is_listed(lua_State *L, int seen) {
  lua_getfield(L, -1, "usage");
  lua_getfield(L, -2, "help");
  lua_concat(L, 2);
  lua_pushvalue(L, -1);
  bool listed = lua_rawget(L, seen) != LUA_TNIL;
  lua_pop(L, 1);
  lua_pushboolean(L, 1);
  lua_rawset(L, seen);
  return listed;
}

int manual_print(lua_State *L) {
  lua_newtable(L);
  int seen = lua_gettop(L);
  registry_push_list(L);
  lua_Integer n = luaL_len(L, -1);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_geti(L, -1, i);
    if (is_listed(L, seen)) {
      lua_pop(L, 1);
      continue;
    }
    print_field(L, "usage", "");
    print_field(L, "help", "    ");
    print_field(L, "example", "\n    ");
    putchar('\n');
    lua_pop(L, 1);
  }
  return 0;
}

int manual_export(lua_State *L) {
  lib_context_push(L, "mlrepl.export.export", "print");
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, 0);
  return 0;
}
