/* plot_scatter.c - plot.scatter. */
#include "lua/base/modules.h"
#include "lua/figure/grid_args.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"

#include <math.h>

/* Replaces the options by a copy without `key`. */
static void drop_option(lua_State *L, int arg, const char *key) {
  lua_newtable(L);
  lua_pushnil(L);
  while (lua_next(L, arg)) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, -4);
  }
  lua_pushnil(L);
  lua_setfield(L, -2, key);
  lua_replace(L, arg);
}

/* An option with one number per point, which is removed from the options and
 * left on the stack; empty if it is something else. */
static Vec take_series(lua_State *L, int arg, const char *key, size_t n) {
  option_push(L, arg, key);
  int at = lua_gettop(L);
  if (!to_vec(L, at) && !is_plain_table(L, at)) {
    lua_settop(L, at - 1);
    return (Vec){NULL, 0, 0};
  }
  Vec v = check_numbers(L, at);
  if (v.n != n)
    fail(L, "option %s: %I numbers expected, one per point, got %I", key,
         (LUAI_UACINT)n, (LUAI_UACINT)v.n);
  check_some_finite(L, v, key);
  drop_option(L, arg, key);
  return v;
}

/* Diameters: the area grows with the value, from the smallest to the largest
 * marker. */
static Vec push_diameters(lua_State *L, Vec values, double usual) {
  static const double SMALL = 4, LARGE = 20;
  Vec d = push_vec(L, values.n);
  double lo = INFINITY, hi = -INFINITY;
  for (size_t i = 0; i < values.n; i++) {
    double value = *vec_at(values, i);
    if (!isfinite(value)) continue;
    lo = fmin(lo, value);
    hi = fmax(hi, value);
  }
  for (size_t i = 0; i < values.n; i++) {
    check_interrupt_at(L, i);
    double part =
      (*vec_at(values, i) / 2 - lo / 2) / (hi / 2 - lo / 2); /* 0 to 1 */
    double area = SMALL * SMALL + (LARGE * LARGE - SMALL * SMALL) * part;
    bool same = lo == hi && isfinite(*vec_at(values, i));
    d.d[i] = same ? usual : sqrt(area);
  }
  return d;
}

/* These have a meaning only if there are values. */
static void refuse_colors(lua_State *L, int arg) {
  static const char *const keys[] = {"cmap",   "vmin",     "vmax",
                                     "center", "colorbar", NULL};
  for (int i = 0; keys[i]; i++) {
    if (option_push(L, arg, keys[i]) != LUA_TNIL)
      fail(L, "option %s: needs color= with one number per point", keys[i]);
    lua_pop(L, 1);
  }
}

/* Colors by value: opaque, and in the legend the middle of the map. */
static void read_values(lua_State *L, int arg, Mark *m) {
  m->style.alpha = 1;
  plot_args_read_style(L, arg, m);
  grid_args_read_colorbar(L, arg, m);
  grid_args_read_colors(L, arg, m);
  m->style.color = color_map(m->style.map, 0.5);
  m->style.color_given = true;
}

static int l_scatter(lua_State *L) {
  int arg = plot_axes_first_argument(L), options = arg + 2;
  lua_settop(L, options);
  Mark m = plot_args_new_mark(MARK_SCATTER);
  plot_args_read_points(L, arg, &m);
  check_options(L, options);
  m.values = take_series(L, options, "color", m.x.n);
  Vec sizes = take_series(L, options, "size", m.x.n);
  if (sizes.n) m.sizes = push_diameters(L, sizes, m.style.size);
  if (m.values.n) {
    read_values(L, options, &m);
  } else {
    refuse_colors(L, options);
    plot_args_read_style(L, options, &m);
  }
  return plot_args_finish_mark(L, &m);
}

static const Prim prims[] = {
  DRAWING(
    "scatter", l_scatter,
    "x, y, {color=, marker=, size=, label=, alpha=, edgecolor=, cmap=, "
    "vmin=, vmax=, center=, colorbar=, right=}",
    "Draws a marker at each point (x, y). " PLOT_POINTS
    " Options: color, marker " PLOT_MARKERS
    ", size (7), label, alpha (0.75), edgecolor (outline of the markers; "
    "default: none), right (true: y is measured on the right axis). color "
    "and size may also be vectors with one number per point: color=v colors "
    "the points by value, with cmap, vmin, vmax, center and colorbar as in "
    "plot.image; size=v makes the areas "
    "of the markers grow with the values. Points whose number is nan "
    "are not drawn.",
    "{1, 2, 3}, {1, 4, 9}, {marker=\"x\", label=\"data\"}", "1 mark: scatter"),
  {NULL, NULL, NULL, NULL, NULL}};

void open_plot_scatter(lua_State *L) { registry_add(L, prims); }
