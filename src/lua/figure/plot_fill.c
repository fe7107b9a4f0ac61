/* plot_fill.c - plot.fill. */
#include "lua/base/modules.h"
#include "lua/figure/plot_args.h"
#include "lua/base/args.h"
#include "lua/base/registry.h"

/* Reads an edge: a curve, or a number for a horizontal edge. */
static Vec read_edge(lua_State *L, int arg, Vec x, const char *name,
                     double *room) {
  if (lua_type(L, arg) == LUA_TNUMBER) {
    *room = lua_tonumber(L, arg);
    return (Vec){room, x.n, 0};
  }
  Vec v = check_numbers(L, arg);
  check_same_length(L, x, v, name);
  return v;
}

static int l_fill(lua_State *L) {
  int arg = plot_axes_first_argument(L);
  lua_settop(L, arg + 3);
  Mark m = plot_args_new_mark(MARK_FILL);
  double low, high;
  m.x = check_numbers(L, arg);
  m.y = read_edge(L, arg + 1, m.x, "low", &low);
  m.y2 = read_edge(L, arg + 2, m.x, "high", &high);
  plot_args_read_style(L, arg + 3, &m);
  return plot_args_finish_mark(L, &m);
}

static const Prim prims[] = {
  DRAWING("fill", l_fill, "x, low, high, {color=, label=, alpha=, right=}",
          "Fills the area between the curves low and high. Each is a vector or "
          "table as long as x, or a number for a horizontal edge. alpha "
          "defaults to 0.2. right=true measures y on the right axis.",
          "{1, 2, 3}, 0, {1, 4, 9}", "1 mark: fill"),
  {NULL, NULL, NULL, NULL, NULL}};

void open_plot_fill(lua_State *L) { registry_add(L, prims); }
