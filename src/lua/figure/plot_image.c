/* plot_image.c - plot.image. */
#include "lua/base/modules.h"
#include "lua/figure/grid_args.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"

#include <math.h>

/* Cells end halfway between their centers. */
static Vec push_edges(lua_State *L, Vec at) {
  Vec v = push_vec(L, at.n + 1);
  for (size_t i = 1; i < at.n; i++)
    v.d[i] = *vec_at(at, i - 1) / 2 + *vec_at(at, i) / 2;
  double first = at.n > 1 ? v.d[1] - *vec_at(at, 0) : 0.5;
  double last = at.n > 1 ? *vec_at(at, at.n - 1) - v.d[at.n - 1] : 0.5;
  v.d[0] = *vec_at(at, 0) - first;
  v.d[at.n] = *vec_at(at, at.n - 1) + last;
  return v;
}

static int l_image(lua_State *L) {
  int arg = plot_axes_first_argument(L);
  Mark m = plot_args_new_mark(MARK_IMAGE);
  m.downwards = grid_args_read(L, arg, 1, &m);
  grid_args_check_order(L, arg, m.x);
  grid_args_check_order(L, arg + 1, m.y);
  grid_args_warn_empty(L, m.z);
  plot_args_read_style(L, arg + 3, &m);
  grid_args_read_colorbar(L, arg + 3, &m);
  grid_args_read_colors(L, arg + 3, &m);
  m.numbers = option_boolean(L, arg + 3, "numbers", false);
  m.x = push_edges(L, m.x);
  m.y = push_edges(L, m.y);
  return plot_args_finish_mark(L, &m);
}

static const Prim prims[] = {
  DRAWING(
    "image", l_image,
    "x, y, Z, {cmap=, vmin=, vmax=, center=, numbers=, colorbar=, alpha=}",
    "Draws a matrix as colored cells. plot.image(Z) puts row 1 at the top and "
    "makes the cells square; x and y are the centers of the columns and "
    "rows. " GRID_MAPS "; vmin and vmax are the values at its ends, and "
    "center is the value at its middle (such as 0 for weights). numbers=true "
    "writes each value in its cell. nan and inf cells are left blank." GRID_BAR,
    "matrix{{1, 2}, {3, 4}}", "1 mark: image"),
  {NULL, NULL, NULL, NULL, NULL}};

void open_plot_image(lua_State *L) { registry_add(L, prims); }
