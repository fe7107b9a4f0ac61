#include "lua/show/event_sources.h"

#include "lua/show/target_page.h"
#include "lua/show/window.h"

/* A target that stays active. */
typedef struct Idle {
  int (*watch)(lua_State *L); /* what to poll; -1: nothing now */
  void (*serve)(lua_State *L);
} Idle;

static const Idle idles[] = {{window_watch, window_serve},
                             {target_page_watch, target_page_serve}};

enum { IDLES = sizeof idles / sizeof *idles };

static int l_watch(lua_State *L) {
  struct pollfd *fds = lua_touserdata(L, 1);
  lua_Integer n = 0;
  for (int i = 0; i < IDLES; i++) {
    int fd = idles[i].watch(L);
    if (fd >= 0) fds[n++] = (struct pollfd){.fd = fd, .events = POLLIN};
  }
  lua_pushinteger(L, n);
  return 1;
}

size_t event_sources_watch(lua_State *L,
                           struct pollfd fds[EVENT_SOURCES_MOST]) {
  size_t n = 0;
  if (!lua_checkstack(L, 2)) return 0;
  lua_pushcfunction(L, l_watch);
  lua_pushlightuserdata(L, fds);
  if (lua_pcall(L, 1, 1, 0) == LUA_OK) n = (size_t)lua_tointeger(L, -1);
  lua_pop(L, 1);
  return n;
}

/* A target that fails does not block the others. */
static int l_serve(lua_State *L) {
  idles[lua_tointeger(L, 1)].serve(L);
  return 0;
}

void event_sources_serve(lua_State *L) {
  if (!lua_checkstack(L, 2)) return;
  for (int i = 0; i < IDLES; i++) {
    lua_pushcfunction(L, l_serve);
    lua_pushinteger(L, i);
    if (lua_pcall(L, 1, 0, 0) != LUA_OK) lua_pop(L, 1);
  }
}
