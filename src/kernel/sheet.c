/* sheet.c - the native module mlrepl.notebook, for lib/mlrepl/explore/sheet.lua:
 *   active()             would a figure be shown in the notebook now?
 *   id()                 a name that is unique in the notebook
 *   json(figure)         the figure for the page's script
 *   png(figure)          its picture in base64, its width and its height
 *   display(text, html, png)  shows the HTML, or where there is none the picture
 *                        or the text
 */
#include "kernel/sheet.h"

#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "kernel/display.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/figure/lua_figure.h"
#include "lua/show/target.h"
#include "plot/raster/render.h"
#include "plot/web/web_figure.h"
#include "sys/base64.h"
#include "sys/interrupt.h"

static int l_active(lua_State *L) {
  lua_pushboolean(L, target_is_used(L, &target_notebook));
  return 1;
}

static int l_id(lua_State *L) {
  char id[DISPLAY_ID];
  display_make_id(id);
  lua_pushstring(L, id);
  return 1;
}

static int l_push_text(lua_State *L) {
  const Bytes *b = lua_touserdata(L, 1);
  lua_pushlstring(L, b->d, b->n);
  return 1;
}

static int l_push_base64(lua_State *L) {
  const Bytes *b = lua_touserdata(L, 1);
  luaL_Buffer text;
  char *to = luaL_buffinitsize(L, &text, 4 * (b->n / 3 + 1));
  luaL_pushresultsize(&text,
                      base64_encode(to, (const unsigned char *)b->d, b->n));
  return 1;
}

/* Pushes the bytes by that function and frees them, also if it raises. */
static void push_bytes(lua_State *L, lua_CFunction push, Bytes *b, Status s,
                       const char *why) {
  lua_pushcfunction(L, push);
  lua_pushlightuserdata(L, b);
  const bool good = s.code == STATUS_OK;
  const int status = good ? lua_pcall(L, 1, 1, 0) : LUA_OK;
  bytes_free(b);
  if (status != LUA_OK) lua_error(L);
  if (good) return;
  check_interrupt(L);
  check_memory(L, s);
  fail(L, "%s", why);
}

static int l_json(lua_State *L) {
  char why[WHY_ROOM];
  luaL_checkstack(L, 4, NULL);
  const Figure *f = check_figure(L, 1)->figure;
  Bytes json = {.memory = f->memory};
  push_bytes(L, l_push_text, &json, web_figure(f, &json, why, &interrupted),
             why);
  return 1;
}

static int l_png(lua_State *L) {
  char why[WHY_ROOM];
  luaL_checkstack(L, 4, NULL);
  const Figure *f = check_figure(L, 1)->figure;
  Bytes png = {.memory = f->memory};
  push_bytes(L, l_push_base64, &png,
             render_memory(f, FORMAT_PNG, &png, why, &interrupted), why);
  lua_pushinteger(L, (lua_Integer)f->width);
  lua_pushinteger(L, (lua_Integer)f->height);
  return 3;
}

static int l_display(lua_State *L) {
  luaL_checkstring(L, 1);
  luaL_checkstring(L, 2);
  const char *png = luaL_checkstring(L, 3);
  lua_settop(L, 3);
  lua_insert(L, 1); /* the stack keeps it */
  display_publish(L, png);
  return 0;
}

void sheet_open(lua_State *L) {
  static const luaL_Reg functions[] = {{"active", l_active},   {"id", l_id},
                                       {"json", l_json},       {"png", l_png},
                                       {"display", l_display}, {NULL, NULL}};
  lib_context_add(L, "mlrepl.notebook", functions);
}
