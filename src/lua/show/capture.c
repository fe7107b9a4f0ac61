/* capture.c - what explore needs besides frames.show. */
#define _POSIX_C_SOURCE 200809L
#include "lua/show/capture.h"

#include <poll.h>
#include <unistd.h>

#include <lauxlib.h>

#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/figure/lua_figure.h"
#include "lua/show/event_sources.h"
#include "lua/show/target.h"
#include "sys/clock.h"
#include "lua/show/window.h"

static const char LIST_KEY[] = "mlrepl.captured";

bool capture_take(lua_State *L, int figure) {
  bool on = lua_getfield(L, LUA_REGISTRYINDEX, LIST_KEY) == LUA_TTABLE;
  if (on) {
    lua_pushvalue(L, figure);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
  }
  lua_pop(L, 1);
  return on;
}

static int l_capture(lua_State *L) {
  lua_settop(L, 1);
  lua_setfield(L, LUA_REGISTRYINDEX, LIST_KEY);
  return 0;
}

static int l_current(lua_State *L) {
  push_current(L);
  return 1;
}

static int l_marks(lua_State *L) {
  const LuaFigure *p = luaL_testudata(L, 1, TYPE_FIGURE);
  size_t n = p && p->figure ? figure_marks(p->figure) : 0;
  lua_pushinteger(L, (lua_Integer)n);
  return 1;
}

static int l_keep_free(lua_State *L) {
  const lua_Integer n = luaL_checkinteger(L, 1);
  target_terminal_keep_free(n < 0 ? 0 : (size_t)n);
  return 0;
}

static int l_wait(lua_State *L) {
  const int milliseconds = (int)(1000 * luaL_checknumber(L, 1));
  struct pollfd fds[] = {{STDIN_FILENO, POLLIN, 0}, {window_fd(L), POLLIN, 0}};
  int n = clock_poll(fds, 2, milliseconds);
  check_interrupt(L);
  event_sources_serve(L);
  lua_pushboolean(L, n > 0 && fds[0].revents);
  return 1;
}

static const luaL_Reg functions[] = {
  {"capture", l_capture},     {"current", l_current}, {"marks", l_marks},
  {"keep_free", l_keep_free}, {"wait", l_wait},       {NULL, NULL}};

void open_capture(lua_State *L) {
  lib_context_add(L, "mlrepl.frames", functions);
}
