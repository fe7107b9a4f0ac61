/* plot_scatter.c - plot.scatter. */
#include "lua/base/modules.h"
#include "lua/figure/plot_args.h"
#include "lua/base/registry.h"

static int l_scatter(lua_State *L) {
  int arg = plot_axes_first_argument(L);
  lua_settop(L, arg + 2);
  Mark m = plot_args_new_mark(MARK_SCATTER);
  plot_args_read_points(L, arg, &m);
  plot_args_read_style(L, arg + 2, &m);
  return plot_args_finish_mark(L, &m);
}

static const Prim prims[] = {
  DRAWING("scatter", l_scatter,
          "x, y, {color=, marker=, size=, label=, alpha=, edgecolor=}",
          "Draws a marker at each point (x, y). " PLOT_POINTS
          " Options: color, marker " PLOT_MARKERS
          ", size (7), label, alpha (0.75), edgecolor (outline of the markers; "
          "default: none).",
          "{1, 2, 3}, {1, 4, 9}, {marker=\"x\", label=\"data\"}",
          "1 mark: scatter"),
  {NULL, NULL, NULL, NULL, NULL}};

void open_plot_scatter(lua_State *L) { registry_add(L, prims); }
