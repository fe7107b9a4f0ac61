/* target_window.c - figures in a window, and plot.click. */
#define _POSIX_C_SOURCE 200809L
#include "lua/show/target.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "plot/raster/render.h"
#include "lua/show/own_state.h"
#include "lua/show/window.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"

#include "sys/clock.h"
#include "sys/interrupt.h"
#include "sys/io.h"

static const char WINDOW_KEY[] = "mlrepl.window";

/* -- the one window ------------------------------------------------------- */

static int l_gc(lua_State *L) {
  window_close(lua_touserdata(L, 1));
  return 0;
}

/* NULL (pushes nil) before the first figure. */
Window *window_push_if_made(lua_State *L) {
  return own_state_push(L, WINDOW_KEY);
}

Window *push_window(lua_State *L) {
  Window *w = window_push_if_made(L);
  if (w) return w;
  lua_pop(L, 1);
  return own_state_new(L, WINDOW_KEY, &(Window){.fd = -1}, sizeof *w, 1, l_gc);
}

/* -- figures and their numbers -------------------------------------------- */

/* Figures of an earlier window are dropped. */
static void push_figures(lua_State *L, const Window *w, int window) {
  if (!w->last) {
    lua_newtable(L);
    lua_setiuservalue(L, window, 1);
  }
  lua_getiuservalue(L, window, 1);
}

/* Binds the number to this figure only. */
static void number_figure(lua_State *L, int figures, uint32_t number,
                          int figure) {
  if (lua_rawgeti(L, figures, number) != LUA_TNIL) {
    lua_pushnil(L);
    lua_rawset(L, figures);
  } else
    lua_pop(L, 1);
  lua_pushvalue(L, figure);
  lua_rawseti(L, figures, number);
  lua_pushvalue(L, figure);
  lua_pushinteger(L, number);
  lua_rawset(L, figures);
}

/* The next number, unless one is given; the oldest figure is dropped. */
static Seen *new_number(lua_State *L, Window *w, int figures, int figure,
                        uint32_t number) {
  if (!number) number = w->last + 1;
  Seen *seen = &w->seen[number % WIRE_FIGURES];
  if (seen->figure && seen->figure != number) {
    lua_rawgeti(L, figures, seen->figure);
    lua_pushnil(L);
    lua_rawset(L, figures);
    lua_pushnil(L);
    lua_rawseti(L, figures, seen->figure);
  }
  number_figure(L, figures, number, figure);
  if (number > w->last) w->last = number;
  if (seen->figure != number) *seen = (Seen){.figure = number};
  return seen;
}

/* 0: the value at `figure` has no number. */
static uint32_t number_of(lua_State *L, int figures, int figure) {
  lua_pushvalue(L, figure);
  lua_rawget(L, figures);
  uint32_t number = (uint32_t)lua_tointeger(L, -1);
  lua_pop(L, 1);
  return number;
}

/* A frame keeps the number of the previous one. */
static Seen *seen_of(lua_State *L, Window *w, int window, int figure,
                     int before) {
  push_figures(L, w, window);
  int figures = lua_gettop(L);
  uint32_t number = number_of(L, figures, figure);
  Seen *seen =
    number ? &w->seen[number % WIRE_FIGURES]
           : new_number(L, w, figures, figure, number_of(L, figures, before));
  lua_settop(L, figures - 1);
  return seen;
}

/* Pushes the figure of that number; returns NULL (and pushes another value) if
 * it is closed. */
static const LuaFigure *push_numbered(lua_State *L, int window,
                                      uint32_t number) {
  lua_getiuservalue(L, window, 1);
  lua_rawgeti(L, -1, number);
  lua_remove(L, -2);
  const LuaFigure *p = luaL_testudata(L, -1, TYPE_FIGURE);
  return p && p->figure ? p : NULL;
}

/* -- drawing -------------------------------------------------------------- */

/* A figure in another size, until put_back. */
typedef struct Shape {
  size_t width, height;
  double scale;
  bool moving;
} Shape;

static Shape put_shape(Figure *f, Shape shape) {
  Shape before = {f->width, f->height, f->scale, f->moving};
  f->width = shape.width;
  f->height = shape.height;
  f->scale = shape.scale;
  f->moving = shape.moving;
  return before;
}

static Shape shape_in_window(const Figure *f, const Seen *seen) {
  return (Shape){seen->width ? seen->width : f->width,
                 seen->height ? seen->height : f->height, 1, seen->moving};
}

/* Sends the picture; raises if drawing fails; false: the window was closed. */
static bool send_picture(lua_State *L, Window *w, const LuaFigure *p,
                         Seen *seen, WireKind kind) {
  char why[WHY_ROOM];
  Bytes bytes;
  Shape shape = shape_in_window(p->figure, seen);
  Shape before = put_shape(p->figure, shape);
  window_view_swap(p->figure, seen);
  Status s = render_memory(p->figure, FORMAT_PIXELS, &bytes, why, &interrupted);
  const Wire head = {.kind = kind,
                     .figure = seen->figure,
                     .width = (uint32_t)shape.width,
                     .height = (uint32_t)shape.height};
  bool sent = s.code == STATUS_OK && window_send(w, &head, bytes.d, bytes.n);
  if (sent) window_view_send(w, p->figure, seen);
  window_view_swap(p->figure, seen);
  put_shape(p->figure, before);
  bytes_free(&bytes);
  if (s.code == STATUS_OK) return sent;
  check_interrupt(L);
  check_memory(L, s);
  fail(L, "%s", why);
  return false;
}

/* Draws what the window requested. */
static void redraw(lua_State *L, Window *w, int window) {
  for (int i = 0; i < WIRE_FIGURES && w->fd >= 0; i++) {
    Seen *seen = &w->seen[i];
    if (!seen->redraw) continue;
    seen->redraw = false;
    const LuaFigure *p = push_numbered(L, window, seen->figure);
    if (p) send_picture(L, w, p, seen, WIRE_REDRAWN);
    lua_pop(L, 1);
  }
}

static bool send_figure(lua_State *L, Window *w, int window, int figure,
                        int before) {
  if (!window_start(w)) return false;
  Seen *seen = seen_of(L, w, window, figure, before);
  return send_picture(L, w, check_figure(L, figure), seen, WIRE_FRAME);
}

/* -- the target ----------------------------------------------------------- */

static bool offers(lua_State *L) {
  (void)L;
  return io_env("DISPLAY") || io_env("WAYLAND_DISPLAY");
}

static const char *why_no_window(lua_State *L) {
  static char path[4096];
  const Window *w = window_push_if_made(L);
  lua_pop(L, 1);
  if (w && w->fd < 0 && *w->why) return w->why;
  if (!offers(L)) return "no display found";
  window_program(path, sizeof path);
  if (access(path, X_OK) == 0) return NULL;
  return "mlrepl-viewer was not found; it is built if SDL2 is installed";
}

/* A viewer that has ended is started again. If that fails, `why_no_window`
 * returns the reason from then on, and the figure goes elsewhere. */
static void frame(lua_State *L, int figure, int before, bool last) {
  (void)last;
  Window *w = push_window(L);
  int window = lua_gettop(L);
  window_receive(w);
  bool sent = send_figure(L, w, window, figure, before) ||
              (!*w->why && send_figure(L, w, window, figure, before));
  if (!sent && !*w->why) strcpy(w->why, "mlrepl-viewer exited immediately");
  if (sent)
    redraw(L, w, window);
  else
    target_show(L, figure);
  lua_pop(L, 1);
}

static void show(lua_State *L, int figure) {
  lua_pushnil(L);
  frame(L, figure, lua_gettop(L), true);
  lua_pop(L, 1);
}

const Target target_window = {"window", offers, why_no_window, show,
                              frame,    NULL,   true};

/* -- while the prompt waits ----------------------------------------------- */

int window_fd(lua_State *L) {
  const Window *w = window_push_if_made(L);
  lua_pop(L, 1);
  return w ? w->fd : -1;
}

int window_watch(lua_State *L) {
  const Wire follow = {.kind = WIRE_FOLLOW};
  Window *w = push_window(L);
  lua_pop(L, 1);
  if (!w->follow) {
    w->follow = true;
    window_send(w, &follow, NULL, 0);
  }
  return w->fd;
}

void window_serve(lua_State *L) {
  Window *w = window_push_if_made(L);
  if (w) {
    window_receive(w);
    redraw(L, w, lua_gettop(L));
  }
  lua_pop(L, 1);
}

/* -- clicks --------------------------------------------------------------- */

/* Waits until w->event holds a click or Enter. */
static void wait_for_event(lua_State *L, Window *w, int window) {
  enum { LOOK = 200 }; /* milliseconds, in case a signal arrives first */
  w->event.kind = 0;
  while (!w->event.kind) {
    struct pollfd p = {.fd = w->fd, .events = POLLIN};
    clock_poll(&p, 1, LOOK);
    check_interrupt(L);
    window_receive(w);
    if (w->fd < 0) fail(L, "the window was closed");
    redraw(L, w, window);
  }
}

/* False: not inside an axes. */
bool window_push_place(lua_State *L, const Wire *event, int window) {
  char why[WHY_ROOM];
  double x, y;
  int panel = -1;
  const LuaFigure *p = push_numbered(L, window, event->figure);
  lua_pop(L, 1); /* the window keeps it */
  Window *w = lua_touserdata(L, window);
  Seen *seen = &w->seen[event->figure % WIRE_FIGURES];
  if (!p) return false;
  Shape before =
    put_shape(p->figure, (Shape){event->width, event->height, 1, false});
  window_view_swap(p->figure, seen);
  Status s = render_place(p->figure, event->x + 0.5, event->y + 0.5, &panel, &x,
                          &y, why);
  window_view_swap(p->figure, seen);
  put_shape(p->figure, before);
  if (s.code != STATUS_OK || panel < 0) return false;
  lua_pushnumber(L, x);
  lua_pushnumber(L, y);
  lua_pushinteger(L, panel + 1);
  return true;
}

static int l_click(lua_State *L) {
  lua_settop(L, 0);
  if (target_is_used(L, &target_page)) {
    lib_context_push(L, "mlrepl.plots.hand", "click");
    lua_call(L, 0, LUA_MULTRET);
    return lua_gettop(L);
  }
  Window *w = push_window(L);
  window_receive(w);
  if (w->fd < 0)
    fail(L, "there is no window to click in; plot.show() opens one if there "
            "is a display and --plot= does not choose another target");
  do {
    wait_for_event(L, w, 1);
    if (w->event.kind == WIRE_ENTER) {
      lua_pushnil(L);
      return 1;
    }
  } while (!window_push_place(L, &w->event, 1));
  return 3;
}

static const Prim prims[] = {
  {"plot.click", l_click, "plot.click() -> number or nil, number, number",
   "Waits for a click inside an axes in the window, or in the page of "
   "--plot=browser, and returns its data coordinates and the number of the "
   "axes: x, y, i = plot.click(). Enter in the window returns nil, and so does "
   "Done in the page or Enter at the prompt; Ctrl-C at the prompt or closing "
   "the window raises an error. In the window, the wheel zooms at the pointer, "
   "dragging moves what an axes shows or turns a surface, a double click resets "
   "it, and the corner has the values under the pointer. The left and right "
   "arrow keys browse the last 50 figures, n opens a second window with the "
   "displayed picture, which stays as it is, s saves the displayed figure under "
   "the next free name among figure-001.png, figure-002.png ..., and q closes the window. At the "
   "prompt, figures are redrawn when the window is resized, and the window "
   "closes when the prompt exits. A script does not wait for its window, which "
   "stays open until you close it.",
   "(pcall(plot.click)) --> false"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_window(lua_State *L) { registry_add(L, prims); }
