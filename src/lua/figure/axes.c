/* axes.c - axes: their words, as methods and as plot.<word> for the current
 * one. */
#include "lua/base/modules.h"
#include "lua/figure/lua_figure.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/method.h"
#include "lua/base/registry.h"

#include <math.h>
#include <string.h>

#include <lauxlib.h>

/* -- which axes ----------------------------------------------------------- */

static const Prim *running(lua_State *L) {
  return lua_touserdata(L, lua_upvalueindex(1));
}

static bool is_method(lua_State *L) {
  return strchr(running(L)->name, ':') != NULL;
}

int lua_figure_first_argument(lua_State *L) { return is_method(L) ? 2 : 1; }

/* NULL: the figure of the axes at 1 was closed. */
static Axes *to_axes(lua_State *L) {
  const size_t *position = luaL_testudata(L, 1, TYPE_AXES);
  if (!position) fail_arg(L, 1, "axes (as f[1], with a colon)");
  lua_getiuservalue(L, 1, 1);
  const LuaFigure *p = lua_touserdata(L, -1);
  lua_pop(L, 1);
  return p->figure ? &p->figure->axes[*position] : NULL;
}

static Axes *receiver(lua_State *L) {
  Axes *axes = to_axes(L);
  if (!axes) fail(L, "the figure of this axes is closed");
  return axes;
}

/* Drawing into an axes makes it the current one, looking at it does not. */
static void make_current(lua_State *L) {
  lua_getiuservalue(L, 1, 1);
  LuaFigure *p = lua_touserdata(L, -1);
  p->current = *(size_t *)lua_touserdata(L, 1);
  lua_figure_use(L, -1);
  lua_pop(L, 1);
}

Axes *lua_figure_target_axes(lua_State *L) {
  if (is_method(L)) {
    Axes *axes = receiver(L);
    make_current(L);
    return axes;
  }
  LuaFigure *p = push_current(L);
  if (!p || p->shown) p = push_figure(L, 1, 1, 900, 600);
  return &p->figure->axes[p->current];
}

int lua_figure_return_axes(lua_State *L) {
  if (!is_method(L)) return 0;
  lua_pushvalue(L, 1);
  return 1;
}

/* -- marks ---------------------------------------------------------------- */

/* Lua's collector does not see this memory: it is told of large ones. */
static void tell_collector(lua_State *L, size_t bytes) {
  enum { LARGE = 1 << 16 };
  if (bytes >= LARGE) lua_gc(L, LUA_GCSTEP, (int)(bytes >> 10));
}

/* A surface is a space of its own. */
static void check_company(lua_State *L, const Axes *axes, const Mark *mark) {
  bool here = axes_has(axes, MARK_SURFACE);
  if (here == (mark->kind == MARK_SURFACE) && !here) return;
  if (!axes->count) return;
  fail(L,
       "these axes hold a %s; a surface stands alone: draw into others, as "
       "with f = plot.figure{columns=2}",
       mark_names[axes->first->kind]);
}

void lua_figure_add_mark(lua_State *L, const Mark *mark) {
  Axes *axes = lua_figure_target_axes(L);
  check_company(L, axes, mark);
  Status s = axes_add(axes, mark);
  if (s.code == STATUS_MEMORY) {
    lua_gc(L, LUA_GCCOLLECT);
    s = axes_add(axes, mark);
  }
  check_memory(L, s);
  check_status(L, s, mark->kind == MARK_CONTOUR ? "Z" : "y");
  tell_collector(L, axes->last->bytes);
}

/* -- words ---------------------------------------------------------------- */

static int set_text(lua_State *L, AxesText which) {
  int arg = lua_figure_first_argument(L);
  if (lua_type(L, arg) != LUA_TSTRING && lua_type(L, arg) != LUA_TNUMBER)
    fail_arg(L, arg, "string");
  const char *text = lua_tostring(L, arg);
  check_memory(L, axes_set_text(lua_figure_target_axes(L), which, text));
  return lua_figure_return_axes(L);
}

static int l_title(lua_State *L) { return set_text(L, TEXT_TITLE); }
static int l_xlabel(lua_State *L) { return set_text(L, TEXT_X); }
static int l_ylabel(lua_State *L) { return set_text(L, TEXT_Y); }

static int l_zlabel(lua_State *L) { return set_text(L, TEXT_Z); }

static double check_end(lua_State *L, int arg) {
  if (lua_isnoneornil(L, arg)) return NAN;
  double end = check_number(L, arg);
  if (!isfinite(end)) fail_arg(L, arg, "finite number");
  return end;
}

static int set_limits(lua_State *L, AxesDirection which) {
  int arg = lua_figure_first_argument(L);
  Range r = {check_end(L, arg), check_end(L, arg + 1)};
  if (r.lo == r.hi)
    fail(L, "from %f to %f there is no room; the ends must differ",
         to_printable(r.lo), to_printable(r.hi));
  Axes *axes = lua_figure_target_axes(L);
  if (axes_set_limits(axes, which, r).code != STATUS_OK)
    fail(L, "on a logarithmic axis both ends must be above 0, got %f to %f",
         r.lo, r.hi);
  return lua_figure_return_axes(L);
}

static int l_xlim(lua_State *L) { return set_limits(L, DIRECTION_X); }
static int l_ylim(lua_State *L) { return set_limits(L, DIRECTION_Y); }

static bool check_on(lua_State *L) {
  int arg = lua_figure_first_argument(L);
  if (!lua_isnoneornil(L, arg) && !lua_isboolean(L, arg))
    fail_arg(L, arg, "true or false");
  return lua_isnoneornil(L, arg) || lua_toboolean(L, arg);
}

static int set_log(lua_State *L, AxesDirection which) {
  bool on = check_on(L);
  Axes *axes = lua_figure_target_axes(L);
  Range r = axes->limits[which];
  if (axes_set_log(axes, which, on).code != STATUS_OK)
    fail(L,
         "a logarithmic axis needs limits above 0, but they were set from "
         "%f to %f",
         r.lo, r.hi);
  return lua_figure_return_axes(L);
}

static int l_log_x(lua_State *L) { return set_log(L, DIRECTION_X); }
static int l_log_y(lua_State *L) { return set_log(L, DIRECTION_Y); }

static int l_grid(lua_State *L) {
  bool on = check_on(L);
  lua_figure_target_axes(L)->grid = on;
  return lua_figure_return_axes(L);
}

static int l_legend(lua_State *L) {
  bool on = check_on(L);
  lua_figure_target_axes(L)->legend = on;
  return lua_figure_return_axes(L);
}

static int l_equal(lua_State *L) {
  bool on = check_on(L);
  lua_figure_target_axes(L)->equal = on;
  return lua_figure_return_axes(L);
}

/* plot.axes(): the current one, as a value. */
static int l_axes(lua_State *L) {
  lua_figure_target_axes(L);
  const LuaFigure *p = push_current(L);
  lua_getiuservalue(L, -1, 1);
  lua_rawgeti(L, -1, (lua_Integer)p->current + 1);
  return 1;
}

static int l_tostring(lua_State *L) {
  const size_t *position = luaL_checkudata(L, 1, TYPE_AXES);
  const Axes *axes = to_axes(L);
  if (!axes) {
    lua_pushliteral(L, "axes (closed)");
    return 1;
  }
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  lua_pushfstring(L, "axes %I, %I mark%s", (LUAI_UACINT)*position + 1,
                  (LUAI_UACINT)axes->count, axes->count == 1 ? "" : "s");
  luaL_addvalue(&b);
  for (const Mark *m = axes->first; m; m = m->next) {
    luaL_addstring(&b, m == axes->first ? ": " : ", ");
    luaL_addstring(&b, mark_names[m->kind]);
  }
  luaL_pushresult(&b);
  return 1;
}

/* Each word stands here twice: for the current axes, and as a method. */
#define WORD(word, fn, arguments, help, call)                                  \
  {"plot." word, fn, "plot." word "(" arguments ")", help,                     \
   "plot." word call "\nplot.axes() --> axes 1, 0 marks\nplot.close()"},       \
  {                                                                            \
    "axes:" word, fn, "a:" word "(" arguments ")",                             \
      help " Gives the axes, to go on with.",                                  \
      "f = plot.figure{}\nf[1]:" word call                                     \
      " --> axes 1, 0 marks\nplot.close()"                                     \
  }

static const Prim prims[] = {
  WORD("title", l_title, "text",
       "The title, above on the left. x_0, w^2 and x_{ij} are set lower and "
       "higher; Greek letters are written as they are.",
       "\"J(w, b) of x_0\""),
  WORD("xlabel", l_xlabel, "text", "The text below the x axis.",
       "\"size (m²)\""),
  WORD("ylabel", l_ylabel, "text", "The text beside the y axis.",
       "\"price (k€)\""),
  WORD("zlabel", l_zlabel, "text", "The text beside the heights of a surface.",
       "\"cost\""),
  WORD("xlim", l_xlim, "from, to",
       "Where the x axis begins and ends; from > to runs backwards. An end "
       "left out (nil) is found from the data.",
       "(0, 10)"),
  WORD("ylim", l_ylim, "from, to",
       "Where the y axis begins and ends; from > to runs backwards. An end "
       "left out (nil) is found from the data.",
       "(0)"),
  WORD("legend", l_legend, "on",
       "Shows the legend (true) or not (false). By itself it is shown as soon "
       "as something drawn has a label, in the emptiest corner. Labels that "
       "find no room are counted: \u2026 8 more.",
       "(false)"),
  WORD("grid", l_grid, "on", "Shows the grid (true, as at first) or not.",
       "(false)"),
  WORD("log_x", l_log_x, "on",
       "A logarithmic x axis (true) or a plain one. Numbers that are not above "
       "0 are left out.",
       "()"),
  WORD("log_y", l_log_y, "on",
       "A logarithmic y axis (true) or a plain one. Numbers that are not above "
       "0 are left out.",
       "()"),
  WORD("equal", l_equal, "on",
       "One unit is as long in x as in y (true) or not.", "()"),
  {"plot.axes", l_axes, "plot.axes()",
   "The current axes, made when there is none: the one that was last drawn "
   "into.",
   "plot.close()\nplot.axes() --> axes 1, 0 marks\nplot.close()"},
  {NULL, NULL, NULL, NULL, NULL}};

static const Meta metas[] = {{"__tostring", l_tostring, NULL},
                             {"__index", method_index, NULL},
                             {NULL, NULL, NULL}};

void open_axes(lua_State *L) {
  registry_add(L, prims);
  registry_metamethods(L, TYPE_AXES, metas);
}
