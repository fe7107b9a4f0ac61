/* target_page.c - plot.serve, figures as a local web page. */
#define _POSIX_C_SOURCE 200809L
#include "sys/plugin.h"
#include "lua/show/target.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "plot/web/page_server.h"
#include "plot/web/page_store.h"
#include "plot/web/web_figure.h"
#include "lua/show/own_state.h"
#include "lua/show/target_page.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"

#include "sys/clock.h"
#include "sys/interrupt.h"
#include "sys/sandbox.h"

static const char PAGE_KEY[] = "mlrepl.page";

/* User value 1 holds the figures by number and back, 2 the page's text. */
typedef struct Served {
  lua_State *L; /* that runs; set before each run of the server */
  Page *page;   /* NULL: not started */
  PageStore *store;
  long last; /* number of the newest figure */
  char address[PAGE_ADDRESS];
} Served;

static int l_gc(lua_State *L) {
  Served *s = lua_touserdata(L, 1);
  if (s->page) page_server()->stop(s->page);
  page_store_free(s->store);
  s->page = NULL;
  s->store = NULL;
  return 0;
}

static Served *push_if_made(lua_State *L) {
  Served *s = own_state_push(L, PAGE_KEY);
  if (s) s->L = L;
  return s;
}

static Served *push_served(lua_State *L) {
  Served *s = push_if_made(L);
  if (s) return s;
  lua_pop(L, 1);
  return own_state_new(L, PAGE_KEY, &(Served){.L = L}, sizeof *s, 2, l_gc);
}

/* -- requests from the page: nothing here may raise ----------------------- */

/* The figure of that number, which the registry keeps; NULL: none. */
static const LuaFigure *numbered(Served *s, long number) {
  lua_State *L = s->L;
  if (!lua_checkstack(L, 4)) return NULL;
  own_state_push(L, PAGE_KEY);
  lua_getiuservalue(L, -1, 1);
  lua_rawgeti(L, -1, number);
  const LuaFigure *p = luaL_testudata(L, -1, TYPE_FIGURE);
  lua_pop(L, 3);
  return p && p->figure ? p : NULL;
}

static bool draw(void *data, long number, Format format, size_t width,
                 size_t height, Bytes *out) {
  char why[WHY_ROOM];
  const LuaFigure *p = numbered(data, number);
  if (!p) return false;
  Figure *f = p->figure;
  size_t own_width = f->width, own_height = f->height;
  if (width) f->width = width;
  if (height) f->height = height;
  Status s = render_memory(f, format, out, why, &interrupted);
  f->width = own_width;
  f->height = own_height;
  if (s.code != STATUS_OK) bytes_free(out);
  return s.code == STATUS_OK;
}

/* -- requests in the server's thread: only the store, which does not change --- */

static PageStore *store_of(void *data) { return ((Served *)data)->store; }

static char *list(void *data) { return page_store_list(store_of(data)); }

static char *figure_json(void *data, long number, size_t *n) {
  return page_store_figure(store_of(data), number, n);
}

static bool take(void *data, const char *event, size_t n) {
  return page_store_take(store_of(data), event, n);
}

/* -- starting ------------------------------------------------------------- */

static const char *push_html(lua_State *L, size_t *n) {
  lib_context_push(L, "mlrepl.plots.page", "live");
  lua_call(L, 0, 1);
  return lua_tolstring(L, -1, n);
}

/* Prints the address once. */
static void start(lua_State *L, Served *s, int served) {
  char why[WHY_ROOM], line[PAGE_ADDRESS + 40];
  PageSource source = {.data = s,
                       .draw = draw,
                       .release = bytes_free,
                       .format = render_format_of,
                       .list = list,
                       .figure = figure_json,
                       .take = take};
  if (s->page) return;
  if (!page_server()->in_page) {
    source.html = push_html(L, &source.html_size);
    lua_setiuservalue(L, served, 2);
  }
  if (!s->store) s->store = page_store_new();
  if (!s->store) luaL_error(L, "not enough memory");
  s->page = page_server()->start(source, s->address, why);
  if (!s->page) fail(L, "%s", why);
  if (page_server()->in_page) return;
  int n = snprintf(line, sizeof line, "figures: %s", s->address);
  lua_writestring(line, (size_t)n);
  lua_writeline();
}

/* -- the target ----------------------------------------------------------- */

static const char *why_no_page(lua_State *L) {
  (void)L;
  if (sandbox_is_on()) return "not available under --safe";
  return page_server()
           ? NULL
           : plugin_advice("libmicrohttpd", "the package libmicrohttpd12");
}

/* 0: the value at `figure` has none in the list at the top. */
static long known_number(lua_State *L, int figure) {
  lua_pushvalue(L, figure);
  lua_rawget(L, -2);
  long number = (long)lua_tointeger(L, -1);
  lua_pop(L, 1);
  return number;
}

/* The figure's number: its own, that of the previous frame, or a new one. */
static long number_of(lua_State *L, Served *s, int served, int figure,
                      int before) {
  lua_getiuservalue(L, served, 1);
  long number = known_number(L, figure);
  if (!number) number = known_number(L, before);
  if (!number) number = s->last + 1;
  long gone[] = {number, number - PAGE_FIGURES};
  for (int i = 0; i < 2; i++)
    if (lua_rawgeti(L, -1, gone[i]) == LUA_TNIL)
      lua_pop(L, 1);
    else {
      lua_pushnil(L);
      lua_rawset(L, -3);
      lua_pushnil(L);
      lua_rawseti(L, -2, gone[i]);
    }
  lua_pushvalue(L, figure);
  lua_rawseti(L, -2, number);
  lua_pushvalue(L, figure);
  lua_pushinteger(L, number);
  lua_rawset(L, -3);
  lua_pop(L, 1);
  if (number > s->last) s->last = number;
  return number;
}

/* Hands a copy of the figure to the server's thread. */
static void publish(lua_State *L, const Served *s, const Figure *f,
                    long number) {
  char why[WHY_ROOM] = "not enough memory for the page";
  Bytes json = {.memory = f->memory};
  Status status = web_figure(f, &json, why, &interrupted);
  bool good = status.code == STATUS_OK &&
              page_store_publish(s->store, number, json.d, json.n);
  bytes_free(&json);
  if (good) {
    page_server()->changed(s->page);
    return;
  }
  check_interrupt(L);
  check_memory(L, status);
  fail(L, "%s", why);
}

static void frame(lua_State *L, int figure, int before, bool last) {
  (void)last;
  Served *s = push_served(L);
  int served = lua_gettop(L);
  start(L, s, served);
  long number = number_of(L, s, served, figure, before);
  publish(L, s, check_figure(L, figure)->figure, number);
  lua_settop(L, served - 1);
}

static void show(lua_State *L, int figure) {
  lua_pushnil(L);
  frame(L, figure, lua_gettop(L), true);
  lua_pop(L, 1);
}

const Target target_page = {"browser", NULL, why_no_page, show,
                            frame,     NULL, true};

/* -- while the prompt waits ----------------------------------------------- */

int target_page_watch(lua_State *L) {
  Served *s = push_if_made(L);
  lua_pop(L, 1);
  if (!s || !s->page) return -1;
  return page_server()->watch(s->page);
}

void target_page_serve(lua_State *L) {
  const Served *s = push_if_made(L);
  if (s && s->page) page_server()->run(s->page);
  lua_pop(L, 1);
}

/* -- for what waits for the hand ------------------------------------------ */

long target_page_number(lua_State *L, int figure) {
  figure = lua_absindex(L, figure);
  const Served *s = push_if_made(L);
  long number = 0;
  if (s && s->page) {
    lua_getiuservalue(L, -1, 1);
    number = known_number(L, figure);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  return number;
}

void target_page_offer(lua_State *L, const char *controls) {
  const Served *s = push_if_made(L);
  if (s && s->page) {
    if (!page_store_offer(s->store, controls))
      luaL_error(L, "not enough memory");
    page_server()->changed(s->page);
  }
  lua_pop(L, 1);
}

bool target_page_event(lua_State *L, int milliseconds) {
  const Served *s = push_if_made(L);
  size_t n = 0;
  if (s && s->page) {
    struct pollfd p = {.fd = page_server()->watch(s->page), .events = POLLIN};
    n = page_store_waiting(s->store);
    if (!n) clock_poll(&p, 1, milliseconds);
    page_server()->run(s->page);
    n = page_store_waiting(s->store);
  }
  if (n) {
    char *event = lua_newuserdatauv(L, n, 0);
    page_store_pop(s->store, event);
    lua_pushstring(L, event);
    lua_remove(L, -2);
  }
  lua_remove(L, n ? -2 : -1);
  return n > 0;
}

/* -- plot.serve ----------------------------------------------------------- */

static void serve_until_stopped(lua_State *L, const Served *s) {
  enum { LOOK = 200 }; /* milliseconds, in case a signal arrives first */
  for (;;) {
    struct pollfd p = {.fd = page_server()->watch(s->page), .events = POLLIN};
    poll(&p, 1, LOOK);
    check_interrupt(L);
    page_server()->run(s->page);
  }
}

static int l_serve(lua_State *L) {
  lua_settop(L, 1);
  check_options(L, 1);
  bool wait = option_boolean(L, 1, "wait", false);
  const char *why = why_no_page(L);
  if (why) fail(L, "cannot serve a page: %s", why);
  Served *s = push_served(L);
  start(L, s, lua_gettop(L));
  target_use(L, target_page.name);
  if (push_current(L)) {
    target_show(L, lua_gettop(L));
    lua_pop(L, 1);
  } else
    lua_pop(L, 1);
  if (wait) serve_until_stopped(L, s);
  lua_pushstring(L, s->address);
  return 1;
}

static const Prim prims[] = {
  {"plot.serve", l_serve, "plot.serve{wait=} -> string",
   "Serves the figures of the session as a web page on this machine, like "
   "--plot=browser, and returns its address: http://127.0.0.1 with a free port "
   "and a random token that is required for access. The newest figure is shown "
   "at the size of the browser window; the last 50 are kept. Later figures are "
   "shown there. The page answers at any time and ends with "
   "the program; plot.serve{wait=true} at the end of a script serves until "
   "Ctrl-C.",
   "(pcall(plot.serve, {waiting=true})) --> false"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_page(lua_State *L) { registry_add(L, prims); }
