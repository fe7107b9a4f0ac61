/* plot_arrows.c - plot.arrows. */
#include "lua/base/modules.h"
#include "lua/figure/plot_args.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"

/* Reads a number as a vector of length 1. */
static Vec read_series(lua_State *L, int arg) {
  if (lua_type(L, arg) == LUA_TNUMBER) {
    Vec one = push_vec(L, 1);
    one.d[0] = lua_tonumber(L, arg);
    lua_replace(L, arg);
    return one;
  }
  return check_numbers(L, arg);
}

static Vec push_sum(lua_State *L, Vec a, Vec b) {
  Vec sum = push_vec(L, a.n);
  for (size_t i = 0; i < a.n; i++) {
    check_interrupt_at(L, i);
    sum.d[i] = *vec_at(a, i) + *vec_at(b, i);
  }
  return sum;
}

static int l_arrows(lua_State *L) {
  static const char *const names[] = {"x", "y", "dx", "dy"};
  int arg = plot_axes_first_argument(L);
  lua_settop(L, arg + 4);
  Mark m = plot_args_new_mark(MARK_ARROWS);
  Vec v[4];
  for (int i = 0; i < 4; i++) {
    v[i] = read_series(L, arg + i);
    check_same_length(L, v[0], v[i], names[i]);
    plot_args_warn_empty(L, v[i], names[i]);
  }
  plot_args_read_style(L, arg + 4, &m);
  m.x = v[0];
  m.y = v[1];
  m.x2 = push_sum(L, v[0], v[2]);
  m.y2 = push_sum(L, v[1], v[3]);
  return plot_args_finish_mark(L, &m);
}

static const Prim prims[] = {
  DRAWING("arrows", l_arrows, "x, y, dx, dy, {color=, linewidth=, alpha=}",
          "Draws an arrow from each point (x, y) to (x + dx, y + dy), in data "
          "coordinates. Each argument is a number, a vector or a table of "
          "numbers, all of the same length.",
          "{0, 1}, {0, 0}, {1, 1}, {2, 1}", "1 mark: arrows"),
  {NULL, NULL, NULL, NULL, NULL}};

void open_plot_arrows(lua_State *L) { registry_add(L, prims); }
