/* arrows.c - arrows, and texts with an arrow to a point. */
#include "lua/figure/plot_args.h"
#include "lua/base/modules.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"

#include <math.h>

/* A number counts as a series of one. */
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
  int arg = lua_figure_first_argument(L);
  lua_settop(L, arg + 4);
  Mark m = plot_args_new_mark(MARK_ARROWS);
  Vec v[4];
  for (int i = 0; i < 4; i++) {
    v[i] = read_series(L, arg + i);
    check_same_length(L, v[0], v[i], names[i]);
    check_some_finite(L, v[i], names[i]);
  }
  plot_args_read_style(L, arg + 4, &m);
  m.x = v[0];
  m.y = v[1];
  m.x2 = push_sum(L, v[0], v[2]);
  m.y2 = push_sum(L, v[1], v[3]);
  return plot_args_finish_mark(L, &m);
}

/* at = {x, y}: where the text stands. */
static bool read_place(lua_State *L, int arg, double place[2]) {
  int type = option_push(L, arg, "at");
  if (type == LUA_TNIL) return false;
  int at = lua_gettop(L);
  bool fits = is_plain_table(L, at) && lua_rawlen(L, at) == 2;
  for (int i = 0; i < 2 && fits; i++) {
    fits = lua_geti(L, at, i + 1) == LUA_TNUMBER;
    place[i] = lua_tonumber(L, -1);
    fits = fits && isfinite(place[i]);
  }
  lua_settop(L, at);
  if (!fits) fail_option(L, "at", "{x, y} of two finite numbers");
  return true;
}

static int l_annotate(lua_State *L) {
  int arg = lua_figure_first_argument(L);
  lua_settop(L, arg + 3);
  double x = check_finite(L, arg), y = check_finite(L, arg + 1), at[2];
  if (lua_type(L, arg + 2) != LUA_TSTRING &&
      lua_type(L, arg + 2) != LUA_TNUMBER)
    fail_arg(L, arg + 2, "string");
  Mark m = plot_args_new_mark(MARK_ANNOTATE);
  m.text = lua_tostring(L, arg + 2);
  m.x = vec_of(&x, 1);
  m.y = vec_of(&y, 1);
  plot_args_read_style(L, arg + 3, &m);
  if (read_place(L, arg + 3, at)) {
    m.x2 = vec_of(&at[0], 1);
    m.y2 = vec_of(&at[1], 1);
  }
  return plot_args_finish_mark(L, &m);
}

static const Prim prims[] = {
  DRAWING("arrows", l_arrows, "x, y, dx, dy, {color=, linewidth=, alpha=}",
          "Draws an arrow from each point (x, y) to (x + dx, y + dy), in the "
          "units of the axes. Each is a number, a vector or a table of "
          "numbers, all of one length.",
          "{0, 1}, {0, 0}, {1, 1}, {2, 1}", "1 mark: arrows"),
  DRAWING("annotate", l_annotate, "x, y, text, {at=, color=, size=, alpha=}",
          "Writes text with an arrow to the point (x, y). at={x, y} is the "
          "middle of the text; without it an empty place near the point is "
          "found.",
          "1, 2, \"minimum\"", "1 mark: annotate"),
  {NULL, NULL, NULL, NULL, NULL}};

void open_arrow(lua_State *L) { registry_add(L, prims); }
