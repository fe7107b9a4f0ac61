/* plot_bar.c - plot.bar. */
#include <math.h>

#include "lua/base/modules.h"
#include "lua/figure/plot_args.h"
#include "lua/figure/plot_ticks.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"

/* Are the bars given names? Otherwise x is their positions. */
static bool has_names(lua_State *L, int arg) {
  if (!is_plain_table(L, arg)) return false;
  bool text = lua_geti(L, arg, 1) == LUA_TSTRING;
  lua_pop(L, 1);
  return text;
}

/* A number, or n numbers. */
static Vec read_bottom(lua_State *L, int arg, size_t n, double *room) {
  int type = option_push(L, arg, "bottom");
  if (type == LUA_TNIL || type == LUA_TNUMBER) {
    *room = option_number(L, arg, "bottom", 0);
    if (isnan(*room)) fail_option(L, "bottom", "number or vector");
    return (Vec){room, n, 0};
  }
  if (!is_plain_table(L, -1) && !to_vec(L, -1))
    fail_option(L, "bottom", "number or vector");
  Vec v = check_numbers(L, lua_gettop(L));
  if (v.n != n)
    fail(L, "option bottom: %I numbers expected, one per bar, got %I",
         (LUAI_UACINT)n, (LUAI_UACINT)v.n);
  return v;
}

/* Draws bars at x; true: horizontal ones. */
static bool add_bars(lua_State *L, int arg, Vec x, Vec heights) {
  Mark m = plot_args_new_mark(MARK_BAR);
  double room;
  plot_args_read_style(L, arg, &m);
  double width = plot_args_read_size(L, arg, "width", 0.8, 1e6);
  bool horizontal = option_boolean(L, arg, "horizontal", false);
  Vec bottom = read_bottom(L, arg, heights.n, &room);
  Bars b = push_bars(L, heights.n);
  for (size_t i = 0; i < heights.n; i++) {
    check_interrupt_at(L, i);
    b.from.d[i] = *vec_at(x, i) - width / 2;
    b.to.d[i] = *vec_at(x, i) + width / 2;
    b.foot.d[i] = *vec_at(bottom, i);
    b.top.d[i] = *vec_at(bottom, i) + *vec_at(heights, i);
  }
  m.x = horizontal ? b.foot : b.from;
  m.x2 = horizontal ? b.top : b.to;
  m.y = horizontal ? b.to : b.top;
  m.y2 = horizontal ? b.from : b.foot;
  plot_axes_add_mark(L, &m);
  return horizontal;
}

static int l_bar(lua_State *L) {
  int arg = plot_axes_first_argument(L);
  lua_settop(L, arg + 2);
  if (!is_series(L, arg + 1)) { /* bar(v) */
    Vec v = check_numbers(L, arg);
    push_counting(L, v.n);
    lua_insert(L, arg);
  }
  bool named = has_names(L, arg);
  Vec heights = check_numbers(L, arg + 1);
  plot_args_warn_empty(L, heights, "heights");
  Vec x = named ? push_counting(L, heights.n) : check_numbers(L, arg);
  if (named)
    check_tick_texts(L, arg, heights.n);
  else
    check_same_length(L, x, heights, "heights");
  bool horizontal = add_bars(L, arg + 2, x, heights);
  if (named) plot_ticks_set(L, horizontal ? DIRECTION_Y : DIRECTION_X, x, arg);
  return plot_axes_return(L);
}

static const Prim prims[] = {
  DRAWING(
    "bar", l_bar,
    "x, heights, {width=, bottom=, horizontal=, color=, label=, alpha=, right=}",
    "Draws a bar chart. x is a table of names, {\"no\", \"yes\"}, or the "
    "centers of the bars; plot.bar(heights) numbers the bars from 1. width "
    "(0.8) is in units of x; bottom (0) is the base of the bars, one number "
    "for all or one per bar; horizontal=true draws horizontal bars; "
    "right=true measures the heights on the right axis.",
    "{\"no\", \"yes\"}, {3, 5}", "1 mark: bar"),
  {NULL, NULL, NULL, NULL, NULL}};

void open_plot_bar(lua_State *L) { registry_add(L, prims); }
