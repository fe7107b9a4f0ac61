#define _GNU_SOURCE /* GLOB_TILDE */
#include "session/complete/complete_files.h"

#include <glob.h>
#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "sys/file_gate.h"

/* Pushes the pattern that matches the path and what may follow. */
static const char *push_pattern(lua_State *L, const char *path) {
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (; *path; path++) {
    if (strchr("*?[]\\", *path)) luaL_addchar(&b, '\\');
    luaL_addchar(&b, *path);
  }
  luaL_addchar(&b, '*');
  luaL_pushresult(&b);
  return lua_tostring(L, -1);
}

static int l_free(lua_State *L) {
  globfree(lua_touserdata(L, 1));
  return 0;
}

/* Pushes a userdata that will be freed. */
static glob_t *push_matches(lua_State *L) {
  glob_t *g = lua_newuserdatauv(L, sizeof *g, 0);
  memset(g, 0, sizeof *g);
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, l_free);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  return g;
}

int complete_files(lua_State *L) {
  enum { MOST = 200 };
  const char *pattern = push_pattern(L, luaL_checkstring(L, 1));
  lua_newtable(L);
  if (file_gate_is_closed()) return 1;
  glob_t *g = push_matches(L);
  if (glob(pattern, GLOB_MARK | GLOB_TILDE, NULL, g)) g->gl_pathc = 0;
  for (size_t i = 0; i < g->gl_pathc && i < MOST; i++) {
    lua_pushstring(L, g->gl_pathv[i]);
    lua_rawseti(L, -3, (lua_Integer)i + 1);
  }
  lua_pop(L, 1);
  return 1;
}
