/* window_hand.c - sliders and the mouse in the window, for explorations.
 *
 * The native module mlrepl.frames:
 *   touch(mouse, slides)  whether the mouse in the figures is wanted, and slides;
 *                   false without a window
 *   sliders(list)   shows {{name, value, share}, ...} below the figure
 *   touched()       the next event: "slide", index, share; or "press", "drag" or
 *                   "release", figure, x, y, axes, near x, near y, button; nil:
 *                   none
 */
#include <math.h>
#include <stdio.h>

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/show/window.h"

static int l_touch(lua_State *L) {
  const bool on = lua_toboolean(L, 1);
  const Wire head = {.kind = WIRE_TOUCH, .x = on};
  Window *w = window_push_if_made(L);
  if (w) {
    w->touch = on || lua_toboolean(L, 2);
    if (!w->touch) w->touched = 0;
    window_send(w, &head, NULL, 0);
  }
  lua_pushboolean(L, w && w->fd >= 0);
  return 1;
}

/* The window has letters of ASCII only. */
static void copy_text(lua_State *L, char text[WIRE_TEXT]) {
  snprintf(text, WIRE_TEXT, "%s",
           lua_tostring(L, -1) ? lua_tostring(L, -1) : "");
  lua_pop(L, 1);
}

static int l_sliders(lua_State *L) {
  WireSlider list[WIRE_SLIDER_MOST] = {{0, "", ""}};
  lua_Integer n = (lua_Integer)lua_rawlen(L, 1);
  if (n > WIRE_SLIDER_MOST) n = WIRE_SLIDER_MOST;
  for (lua_Integer i = 1; i <= n; i++) {
    WireSlider *s = &list[i - 1];
    lua_rawgeti(L, 1, i);
    lua_getfield(L, -1, "name");
    copy_text(L, s->name);
    lua_getfield(L, -1, "value");
    copy_text(L, s->value);
    lua_getfield(L, -1, "share");
    s->share = lua_tonumber(L, -1);
    lua_pop(L, 2);
  }
  Window *w = window_push_if_made(L);
  const Wire head = {.kind = WIRE_SLIDERS, .width = (uint32_t)n};
  if (w) window_send(w, &head, list, (size_t)n * sizeof *list);
  return 0;
}

static int push_slide(lua_State *L, const Wire *event) {
  lua_pushliteral(L, "slide");
  lua_pushinteger(L, event->x + 1);
  lua_pushnumber(L, event->a[0]);
  return 3;
}

/* Pushes the distance from the event to a place some pixels away. */
static void push_near(lua_State *L, Wire event, int window, int place,
                      bool down) {
  enum { NEAR = 8 };
  double at = lua_tonumber(L, place + down), near = 0;
  for (int side = -NEAR; side <= NEAR; side += 2 * NEAR) {
    Wire beside = event;
    *(down ? &beside.y : &beside.x) += side;
    if (!window_push_place(L, &beside, window)) continue;
    near = fmax(near, fabs(lua_tonumber(L, -3 + down) - at));
    lua_pop(L, 3);
  }
  lua_pushnumber(L, near);
}

/* Events outside the axes are dropped. */
static int l_touched(lua_State *L) {
  static const char *const words[] = {"press", "drag", "release"};
  lua_settop(L, 0);
  Window *w = window_push_if_made(L);
  while (w && w->touched) {
    Wire event = w->touches[0];
    w->touched--;
    for (int i = 0; i < w->touched; i++) w->touches[i] = w->touches[i + 1];
    if (event.kind == WIRE_SLIDE) return push_slide(L, &event);
    lua_settop(L, 1);
    lua_pushstring(L, words[event.kind - WIRE_PRESS]);
    lua_pushinteger(L, event.figure);
    if (!window_push_place(L, &event, 1)) continue;
    push_near(L, event, 1, 4, false);
    push_near(L, event, 1, 4, true);
    lua_pushinteger(L, (lua_Integer)event.a[0]);
    return 8;
  }
  return 0;
}

static const luaL_Reg functions[] = {{"touch", l_touch},
                                     {"sliders", l_sliders},
                                     {"touched", l_touched},
                                     {NULL, NULL}};

void open_window_hand(lua_State *L) {
  lib_context_add(L, "mlrepl.frames", functions);
}
