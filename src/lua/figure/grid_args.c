/* grid_args.c - the arguments that contour, image and surface share. */
#include "lua/figure/grid_args.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/values.h"
#include "lua/base/warn.h"

#include <math.h>

/* true, or the label of the color bar, which stays anchored in the options. */
void grid_args_read_colorbar(lua_State *L, int arg, Mark *m) {
  int type = option_push(L, arg, "colorbar");
  if (type != LUA_TNIL && type != LUA_TBOOLEAN && type != LUA_TSTRING)
    fail_option(L, "colorbar", "true, false or a label");
  m->colorbar = lua_toboolean(L, -1);
  m->text = type == LUA_TSTRING ? lua_tostring(L, -1) : NULL;
}

double grid_args_read_finite(lua_State *L, int arg, const char *key) {
  double value = option_number(L, arg, key, NAN);
  if (option_push(L, arg, key) != LUA_TNIL && !isfinite(value))
    fail_option(L, key, "finite number");
  lua_pop(L, 1);
  return value;
}

/* The largest distance of a finite number of z or the values from the center. */
static double farthest(lua_State *L, const Mark *m, double center) {
  double most = 0;
  Mat z = m->z;
  for (size_t i = 0; i < z.rows; i++) {
    check_interrupt(L);
    for (size_t j = 0; j < z.cols; j++) {
      double away = fabs(*mat_at(z, i, j) - center);
      if (isfinite(away)) most = fmax(most, away);
    }
  }
  for (size_t i = 0; i < m->values.n; i++) {
    double away = fabs(*vec_at(m->values, i) - center);
    if (isfinite(away)) most = fmax(most, away);
  }
  return most > 0 ? most : 1;
}

/* vmin and vmax are the values at the ends of the color map, center the value
 * in its middle. */
void grid_args_read_colors(lua_State *L, int arg, Mark *m) {
  double center = grid_args_read_finite(L, arg, "center");
  m->low = grid_args_read_finite(L, arg, "vmin");
  m->high = grid_args_read_finite(L, arg, "vmax");
  if (m->low >= m->high)
    fail(L, "option vmax: must be greater than vmin, got vmin=%f, vmax=%f",
         m->low, m->high);
  if (isnan(center)) return;
  if (!isnan(m->low) || !isnan(m->high))
    fail(L, "option center: cannot be combined with vmin or vmax");
  double away = farthest(L, m, center);
  m->low = center - away;
  m->high = center + away;
}

static Vec read_grid_side(lua_State *L, int arg, size_t n, const char *of) {
  Vec v = check_numbers(L, arg);
  if (v.n != n)
    fail_arg_because(L, arg,
                     "as many elements as Z has %s (%I) expected, "
                     "got %I",
                     of, (LUAI_UACINT)n, (LUAI_UACINT)v.n);
  for (size_t i = 0; i < n; i++)
    if (!isfinite(*vec_at(v, i)))
      fail_arg_because(L, arg, "element %I is not finite", (LUAI_UACINT)i + 1);
  return v;
}

/* contour(Z): x is the column number, y the row number. */
static void insert_sides(lua_State *L, int arg) {
  Mat z = check_mat(L, arg);
  push_counting(L, z.cols);
  lua_insert(L, arg);
  push_counting(L, z.rows);
  lua_insert(L, arg + 1);
}

/* Reads Z, or x, y, Z. True: Z alone. */
bool grid_args_read(lua_State *L, int arg, size_t least, Mark *m) {
  bool alone = to_mat(L, arg) != NULL;
  lua_settop(L, arg + (alone ? 1 : 3));
  if (alone) insert_sides(L, arg);
  if (!to_mat(L, arg + 2)) fail_arg(L, arg + 2, "matrix");
  m->z = check_mat(L, arg + 2);
  if (m->z.rows < least || m->z.cols < least)
    fail(L, "Z needs at least %I row%s and %I column%s, got %Ix%I",
         (LUAI_UACINT)least, least == 1 ? "" : "s", (LUAI_UACINT)least,
         least == 1 ? "" : "s", (LUAI_UACINT)m->z.rows, (LUAI_UACINT)m->z.cols);
  m->x = read_grid_side(L, arg, m->z.cols, "columns");
  m->y = read_grid_side(L, arg + 1, m->z.rows, "rows");
  return alone;
}

void grid_args_check_order(lua_State *L, int arg, Vec v) {
  for (size_t i = 2; i < v.n; i++) {
    bool up = *vec_at(v, 1) > *vec_at(v, 0);
    bool here = *vec_at(v, i) > *vec_at(v, i - 1);
    if (up != here || *vec_at(v, i) == *vec_at(v, i - 1))
      fail_arg_because(L, arg,
                       "strictly increasing or decreasing numbers expected, "
                       "but element %I is out of order",
                       (LUAI_UACINT)i + 1);
  }
  if (v.n > 1 && *vec_at(v, 0) == *vec_at(v, 1))
    fail_arg_because(L, arg,
                     "strictly increasing or decreasing numbers expected, "
                     "but element 2 equals element 1");
}

void grid_args_warn_empty(lua_State *L, Mat z) {
  for (size_t i = 0; i < z.rows; i++) {
    check_interrupt(L);
    for (size_t j = 0; j < z.cols; j++)
      if (isfinite(*mat_at(z, i, j))) return;
  }
  warn_of_call(L, "nothing is drawn: Z has no finite number; the first is %f",
               to_printable(*mat_at(z, 0, 0)));
}
