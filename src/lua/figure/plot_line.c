/* plot_line.c - plot(x, y), plot.line and plot.func. */
#include "lua/base/modules.h"
#include "lua/figure/plot_args.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"

#include <math.h>

static void insert_counting(lua_State *L, int arg) {
  Vec y = check_numbers(L, arg);
  push_counting(L, y.n);
  lua_insert(L, arg);
}

static int l_line(lua_State *L) {
  int arg = plot_axes_first_argument(L);
  lua_settop(L, arg + 3);
  Mark m = plot_args_new_mark(MARK_LINE);
  if (!is_series(L, arg + 1)) insert_counting(L, arg); /* plot(y) */
  plot_args_read_points(L, arg, &m);
  plot_args_read_line_style(L, arg + 2, &m);
  return plot_args_finish_mark(L, &m);
}

static double call_number(lua_State *L, int f, double x) {
  lua_pushvalue(L, f);
  lua_pushnumber(L, x);
  lua_call(L, 1, 1);
  if (lua_type(L, -1) != LUA_TNUMBER) {
    lua_pushnumber(L, x);
    const char *at = push_description(L, -1), *got = push_description(L, -3);
    fail(L, "f(%s) must be a number, got %s", at, got);
  }
  double y = lua_tonumber(L, -1);
  lua_pop(L, 1);
  return y;
}

static int l_func(lua_State *L) {
  enum { PLACES = 401 };
  int arg = plot_axes_first_argument(L);
  lua_settop(L, arg + 4);
  if (!lua_isfunction(L, arg)) fail_arg(L, arg, "function of x");
  double from = check_finite(L, arg + 1), to = check_finite(L, arg + 2);
  Mark m = plot_args_new_mark(MARK_LINE);
  plot_args_read_line_style(L, arg + 3, &m);
  m.x = push_vec(L, PLACES);
  m.y = push_vec(L, PLACES);
  for (size_t i = 0; i < PLACES; i++) {
    double part = (double)i / (PLACES - 1);
    check_interrupt(L);
    m.x.d[i] = from * (1 - part) + to * part;
    m.y.d[i] = call_number(L, arg, m.x.d[i]);
  }
  plot_args_warn_empty(L, m.y, "f(x)");
  return plot_args_finish_mark(L, &m);
}

#define LINE_OPTIONS                                                           \
  "{color=, label=, marker=, size=, alpha=, linewidth=, linestyle=, "          \
  "right=}"
#define LINE_HELP                                                              \
  " Options: color (\"red\", \"#1f77b4\", \"C0\"; default: the next color in " \
  "the cycle), label (for the legend), marker " PLOT_MARKERS ", size (of "     \
  "markers, 7), alpha (0 transparent to 1 opaque), linewidth (2), linestyle "  \
  "(\"-\" \"--\" \":\" \"-.\" \"none\"), right (true: y is measured on a "     \
  "second axis at the right, see plot.ylabel_right). Sizes are in pixels of "  \
  "a 600 x 400 picture."
static const Prim prims[] = {
  {"plot", l_line, "plot(x, y[, style][, " LINE_OPTIONS "]) -> nothing",
   "Plots y against x as a line in the current axes. " PLOT_POINTS
   " style is a format string such as \"ro--\" (color letter, marker, line "
   "style; \"o\" alone draws markers without a line) or a color such as "
   "\"green\". The options are those of plot.line. plot(y) uses x = 1, 2, 3 "
   "...",
   "plot.figure()\n"
   "plot({1, 2, 3}, {1, 4, 9}, \"r--\", {label=\"squares\"})\n"
   "plot.axes() --> axes 1, 1 mark: line\n"
   "plot.close()"},
  DRAWING(
    "line", l_line, "x, y[, style][, " LINE_OPTIONS "]",
    "Plots y against x as a line in the current axes. " PLOT_POINTS LINE_HELP,
    "{1, 2, 3}, {1, 4, 9}, {color=\"C1\", label=\"squares\"}", "1 mark: line"),
  DRAWING("func", l_func, "f, from, to[, style][, " LINE_OPTIONS "]",
          "Plots y = f(x) for x between `from` and `to`, evaluating f at 401 "
          "points." LINE_HELP,
          "math.sin, 0, 6", "1 mark: line"),
  {NULL, NULL, NULL, NULL, NULL}};

/* The names of the colors. */
static int l_color_names(lua_State *L) {
  const char *name;
  lua_newtable(L);
  for (lua_Integer i = 0; (name = color_name((size_t)i)); i++) {
    lua_pushstring(L, name);
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

static const Words words[] = {{NULL, "marker", marker_words, NULL},
                              {NULL, "linestyle", line_words, NULL},
                              {NULL, "cmap", map_words, NULL},
                              {NULL, "color", NULL, l_color_names},
                              {NULL, "edgecolor", NULL, l_color_names},
                              {"plot", "style", NULL, l_color_names},
                              {NULL, NULL, NULL, NULL}};

void open_plot_line(lua_State *L) {
  registry_add(L, prims);
  registry_add_words(L, words);
}
