/* page_hand.c - what the page of figures offers to the hand, for Lua modules.
 *
 * The native module mlrepl.page:
 *   active()        would a figure be shown in the page now?
 *   current()       the current figure, the index of its current axes, and the
 *                   number of marks there; nil if there is none
 *   number(figure)  its number in the page; 0 if it has not been shown there
 *   offer(json)     offers controls (lib/page/controls.js); nil: none
 *   event(seconds)  the next event, a line of text; nil if none arrives in that
 *                   time. Ctrl-C raises "interrupted".
 *   replace(figure, axes, mark, x, y)  moves the points of a mark
 */
#include <string.h>

#include <lauxlib.h>

#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/figure/lua_figure.h"
#include "lua/show/target.h"
#include "lua/show/target_page.h"

static int l_active(lua_State *L) {
  lua_pushboolean(L, target_is_used(L, &target_page));
  return 1;
}

static int l_current(lua_State *L) {
  const LuaFigure *p = push_current(L);
  if (!p || !p->figure) {
    lua_pushnil(L);
    return 1;
  }
  lua_pushinteger(L, (lua_Integer)p->current + 1);
  lua_pushinteger(L, (lua_Integer)p->figure->axes[p->current].count);
  return 3;
}

static int l_number(lua_State *L) {
  lua_settop(L, 1);
  lua_pushinteger(L, target_page_number(L, 1));
  return 1;
}

static int l_offer(lua_State *L) {
  const char *json = luaL_optstring(L, 1, NULL);
  if (json && strchr(json, '\n')) luaL_error(L, "controls are one line");
  target_page_offer(L, json);
  return 0;
}

static int l_event(lua_State *L) {
  int milliseconds = (int)(1000 * luaL_checknumber(L, 1));
  bool came = target_page_event(L, milliseconds);
  check_interrupt(L);
  return came;
}

static int l_replace(lua_State *L) {
  LuaFigure *p = check_figure(L, 1);
  const Figure *f = p->figure;
  size_t axes = check_position(L, 2, f->rows * f->columns, "axes");
  size_t mark = check_count(L, 3, 1) - 1;
  Vec x = check_vec(L, 4), y = check_vec(L, 5);
  Status s = axes_move_points(&p->figure->axes[axes], mark, x, y);
  check_memory(L, s);
  if (s.code != STATUS_OK) luaL_error(L, "no such points");
  return 0;
}

void open_page_hand(lua_State *L) {
  static const luaL_Reg functions[] = {
    {"active", l_active}, {"current", l_current}, {"number", l_number},
    {"offer", l_offer},   {"event", l_event},     {"replace", l_replace},
    {NULL, NULL}};
  lib_context_add(L, "mlrepl.page", functions);
}
