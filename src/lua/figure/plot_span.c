/* plot_span.c - plot.hline, plot.vline and plot.span. */
#include "lua/base/modules.h"
#include "lua/figure/grid_args.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"

#include <math.h>

/* Numbers at `arg`, or one number. */
static Vec read_places(lua_State *L, int arg) {
  if (lua_type(L, arg) == LUA_TNUMBER) {
    Vec one = push_vec(L, 1);
    one.d[0] = lua_tonumber(L, arg);
    return one;
  }
  return check_numbers(L, arg);
}

static Vec push_constant(lua_State *L, size_t n, double value) {
  Vec v = push_vec(L, n);
  for (size_t i = 0; i < n; i++) v.d[i] = value;
  return v;
}

/* An option that is a finite number; otherwise infinite. */
static double read_end(lua_State *L, int arg, const char *key,
                       double infinite) {
  double value = grid_args_read_finite(L, arg, key);
  return isnan(value) ? infinite : value;
}

static int add_lines(lua_State *L, AxesDirection fixed) {
  int arg = plot_axes_first_argument(L);
  lua_settop(L, arg + 2);
  Mark m = plot_args_new_mark(MARK_SPAN);
  Vec at = read_places(L, arg);
  check_some_finite(L, at, fixed == DIRECTION_X ? "x" : "y");
  int options = lua_type(L, arg + 1) == LUA_TSTRING ? arg + 2 : arg + 1;
  plot_args_read_line_style(L, arg + 1, &m);
  Vec from = push_constant(L, at.n, read_end(L, options, "from", -INFINITY));
  Vec to = push_constant(L, at.n, read_end(L, options, "to", INFINITY));
  m.x = fixed == DIRECTION_X ? at : from;
  m.x2 = fixed == DIRECTION_X ? at : to;
  m.y = fixed == DIRECTION_Y ? at : from;
  m.y2 = fixed == DIRECTION_Y ? at : to;
  return plot_args_finish_mark(L, &m);
}

static int l_hline(lua_State *L) { return add_lines(L, DIRECTION_Y); }
static int l_vline(lua_State *L) { return add_lines(L, DIRECTION_X); }

static double check_edge(lua_State *L, int arg) {
  double value = check_number(L, arg);
  if (isnan(value)) fail_arg(L, arg, "number");
  return value;
}

static int l_span(lua_State *L) {
  int arg = plot_axes_first_argument(L);
  lua_settop(L, arg + 2);
  Mark m = plot_args_new_mark(MARK_SPAN);
  double edges[] = {check_edge(L, arg), check_edge(L, arg + 1)};
  double ends[] = {-INFINITY, INFINITY};
  if (edges[0] == edges[1])
    fail(L, "from and to are both %f; use plot.vline or plot.hline for a line",
         edges[0]);
  m.style.alpha = 0.2;
  plot_args_read_style(L, arg + 2, &m);
  bool horizontal = option_boolean(L, arg + 2, "horizontal", false);
  m.x = vec_of(horizontal ? &ends[0] : &edges[0], 1);
  m.x2 = vec_of(horizontal ? &ends[1] : &edges[1], 1);
  m.y = vec_of(horizontal ? &edges[0] : &ends[0], 1);
  m.y2 = vec_of(horizontal ? &edges[1] : &ends[1], 1);
  return plot_args_finish_mark(L, &m);
}

#define LINE_OPTIONS                                                           \
  "{from=, to=, color=, label=, alpha=, linewidth=, linestyle=}"
#define LINE_HELP                                                              \
  ", a number or a vector of them, across the whole axes, or between from= "   \
  "and to=. style is as in plot(x, y, \"r--\"); by default the line is thin "  \
  "and has the color of the text."

static const Prim prims[] = {
  DRAWING("hline", l_hline, "y[, style][, " LINE_OPTIONS "]",
          "Draws horizontal lines at y" LINE_HELP,
          "0, \"--\", {label=\"zero\"}", "1 mark: span"),
  DRAWING("vline", l_vline, "x[, style][, " LINE_OPTIONS "]",
          "Draws vertical lines at x" LINE_HELP, "{1, 2}, {color=\"red\"}",
          "1 mark: span"),
  DRAWING("span", l_span, "from, to, {horizontal=, color=, label=, alpha=}",
          "Shades the band between x = from and x = to over the whole height "
          "of the axes, or with horizontal=true the band between y = from and "
          "y = to. -math.huge and math.huge are the edges of the axes. alpha "
          "defaults to 0.2.",
          "2, 4, {color=\"orange\"}", "1 mark: span"),
  {NULL, NULL, NULL, NULL, NULL}};

void open_plot_span(lua_State *L) { registry_add(L, prims); }
