#include "lua/train/live.h"

#include "lua/base/args.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "sys/terminal/progress.h"
#include "sys/clock.h"
#include "sys/interrupt.h"

Live live_start(lua_State *L, int run, int data) {
  Live live = {0, {1, 1, 0}};
  int type = option_push(L, data + 2, "live");
  if (type != LUA_TNIL && type != LUA_TBOOLEAN && type != LUA_TFUNCTION)
    fail_option(L, "live", "true, false or function that draws a run");
  int own = lua_gettop(L);
  if (!lua_toboolean(L, own)) return live;
  lib_context_push(L, "mlrepl.plots.live", "frames");
  lua_pushvalue(L, run);
  lua_pushvalue(L, data);
  lua_pushvalue(L, data + 1);
  if (type == LUA_TFUNCTION) lua_pushvalue(L, own);
  lua_call(L, type == LUA_TFUNCTION ? 4 : 3, 1);
  live.frame = lua_gettop(L);
  return live;
}

static void draw(lua_State *L, const Live *live, bool last) {
  lua_pushvalue(L, live->frame);
  lua_pushboolean(L, last);
  lua_call(L, 1, 0);
}

void live_step(lua_State *L, Live *live, size_t k) {
  if (!live->frame || !progress_pace_due(&live->pace, k) || interrupted) return;
  progress_pace_look(&live->pace, k, clock_seconds());
  draw(L, live, false);
  live->pace.looked = clock_seconds();
}

void live_end(lua_State *L, const Live *live) {
  if (live->frame) draw(L, live, true);
}

static int l_seconds(lua_State *L) {
  lua_pushnumber(L, clock_seconds());
  return 1;
}

static const luaL_Reg functions[] = {{"seconds", l_seconds}, {NULL, NULL}};

void open_live(lua_State *L) {
  lib_context_add(L, "mlrepl.context", functions);
}
