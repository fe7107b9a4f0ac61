/* plot_surface.c - plot.surface. */
#include "lua/base/modules.h"
#include "lua/figure/grid_args.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"

#include <math.h>

/* path = {x, y}: two vectors of the same length. */
static void read_path(lua_State *L, int arg, Mark *m) {
  int type = option_push(L, arg, "path");
  if (type == LUA_TNIL) return;
  if (!is_plain_table(L, -1) || lua_rawlen(L, -1) != 2)
    fail_option(L, "path", "{x, y} of two vectors");
  int path = lua_gettop(L);
  for (int i = 1; i <= 2; i++)
    if (lua_geti(L, path, i) != LUA_TTABLE && !to_vec(L, -1)) {
      lua_pushvalue(L, path);
      fail_option(L, "path", "{x, y} of two vectors");
    }
  m->x2 = check_numbers(L, path + 1);
  m->y2 = check_numbers(L, path + 2);
  if (m->x2.n != m->y2.n)
    fail(L, "option path: x and y must have the same length, got %I and %I",
         (LUAI_UACINT)m->x2.n, (LUAI_UACINT)m->y2.n);
}

static void read_angles(lua_State *L, int arg, Mark *m) {
  m->turn = grid_args_read_finite(L, arg, "azim");
  m->tilt = grid_args_read_finite(L, arg, "elev");
  if (isnan(m->turn)) m->turn = -60;
  if (isnan(m->tilt)) m->tilt = 30;
  if (m->tilt < 5 || m->tilt > 85)
    fail(L, "option elev: degrees from 5 to 85 expected, got %f", m->tilt);
}

static int l_surface(lua_State *L) {
  int arg = plot_axes_first_argument(L);
  Mark m = plot_args_new_mark(MARK_SURFACE);
  grid_args_read(L, arg, 2, &m);
  grid_args_check_order(L, arg, m.x);
  grid_args_check_order(L, arg + 1, m.y);
  grid_args_warn_empty(L, m.z);
  color_parse("C3", &m.style.color);
  plot_args_read_style(L, arg + 3, &m);
  grid_args_read_colorbar(L, arg + 3, &m);
  grid_args_read_colors(L, arg + 3, &m);
  read_angles(L, arg + 3, &m);
  read_path(L, arg + 3, &m);
  return plot_args_finish_mark(L, &m);
}

static const Prim prims[] = {
  DRAWING(
    "surface", l_surface,
    "x, y, Z, {path=, cmap=, vmin=, vmax=, center=, colorbar=, color=, "
    "linewidth=, azim=, elev=}",
    "Draws Z over x and y as a three-dimensional surface; plot.surface(Z) "
    "numbers columns and rows from 1. nan and inf leave gaps. If Z has more "
    "rows than can be seen, the figure shows every second or third one and all "
    "extremes, and says so. path={x, y} draws a path on the surface, "
    "with the given color (default \"C3\") and linewidth. azim (-60) and elev "
    "(30) are the azimuth and elevation of the viewpoint in degrees. " GRID_MAPS
    ". zlabel labels the vertical axis. A surface cannot share "
    "axes with other marks." GRID_BAR,
    "matrix{{1, 2}, {3, 4}}", "1 mark: surface"),
  {NULL, NULL, NULL, NULL, NULL}};

void open_plot_surface(lua_State *L) { registry_add(L, prims); }
