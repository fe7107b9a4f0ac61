/* plot_contour.c - plot.contour. */
#include "lua/base/modules.h"
#include "lua/figure/grid_args.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"
#include "lua/base/warn.h"

#include <math.h>

static bool ascends(Vec v) {
  for (size_t i = 0; i < v.n; i++)
    if (!isfinite(*vec_at(v, i)) || (i && *vec_at(v, i) <= *vec_at(v, i - 1)))
      return false;
  return true;
}

/* The number of bands, or the levels themselves. */
static void read_levels(lua_State *L, int arg, Mark *m) {
  enum { MOST = 64 };
  m->log_levels = option_boolean(L, arg, "log", false);
  m->logits = option_boolean(L, arg, "logits", false);
  if (m->log_levels && m->logits)
    fail(L, "options log and logits exclude each other: logits are negative "
            "where p is below 0.5");
  if (option_push(L, arg, "levels") == LUA_TNUMBER) {
    m->bands = option_count(L, arg, "levels", 0);
    if (!m->bands || m->bands > MOST)
      fail_option(L, "levels", "count from 1 to 64, or a vector of levels,");
    return;
  }
  if (lua_isnil(L, -1)) return;
  if (!is_plain_table(L, -1) && !to_vec(L, -1))
    fail_option(L, "levels", "count from 1 to 64, or a vector of levels,");
  lua_pushvalue(L, -1);
  m->levels = check_numbers(L, lua_gettop(L));
  if (m->levels.n < 1 || m->levels.n > MOST || !ascends(m->levels))
    fail(L, "option levels: 1 to 64 finite numbers in ascending order "
            "expected");
  if (m->log_levels && *vec_at(m->levels, 0) <= 0)
    fail(L,
         "option levels: must be above 0 with log=true; the first is "
         "%f",
         *vec_at(m->levels, 0));
}

static void find_span(lua_State *L, Mat z, double *low, double *high) {
  *low = INFINITY;
  *high = -INFINITY;
  for (size_t i = 0; i < z.rows; i++) {
    check_interrupt(L);
    for (size_t j = 0; j < z.cols; j++) {
      double height = *mat_at(z, i, j);
      if (!isfinite(height)) continue;
      *low = fmin(*low, height);
      *high = fmax(*high, height);
    }
  }
}

/* Is any line or band visible between the lowest and the highest value? */
static bool shows(const Mark *m, double low, double high) {
  const size_t n = m->levels.n;
  if (m->log_levels && !(high > 0)) return false;
  if (m->style.filled)
    return !n || (n > 1 && *vec_at(m->levels, 0) <= high &&
                  *vec_at(m->levels, n - 1) >= low);
  for (size_t i = 0; i < n; i++)
    if (*vec_at(m->levels, i) > low && *vec_at(m->levels, i) <= high)
      return true;
  return !n && low < high;
}

/* Warns if nothing would be drawn. */
static void warn_empty(lua_State *L, const Mark *m) {
  double low, high;
  find_span(L, m->z, &low, &high);
  if (low > high)
    grid_args_warn_empty(L, m->z);
  else if (shows(m, low, high))
    return;
  else if (m->log_levels && !(high > 0))
    warn_of_call(
      L,
      "nothing is drawn: log=true shows only values above 0, but the "
      "largest of Z is %f",
      high);
  else if (m->style.filled && m->levels.n == 1)
    warn_of_call(L, "nothing is drawn: a band needs two levels, got 1");
  else if (m->levels.n)
    warn_of_call(
      L,
      "nothing is drawn: the levels (%f to %f) are outside the range of Z "
      "(%f to %f)",
      *vec_at(m->levels, 0), *vec_at(m->levels, m->levels.n - 1), low, high);
  else
    warn_of_call(
      L,
      "nothing is drawn: Z is constant (%f), so there are no contour "
      "lines; filled=true shows its color",
      low);
}

static int l_contour(lua_State *L) {
  int arg = plot_axes_first_argument(L);
  Mark m = plot_args_new_mark(MARK_CONTOUR);
  grid_args_read(L, arg, 2, &m);
  plot_args_read_style(L, arg + 3, &m);
  grid_args_read_colorbar(L, arg + 3, &m);
  read_levels(L, arg + 3, &m);
  warn_empty(L, &m);
  return plot_args_finish_mark(L, &m);
}

static const Prim prims[] = {
  DRAWING(
    "contour", l_contour,
    "x, y, Z, {levels=, log=, logits=, filled=, cmap=, colorbar=, color=, alpha=, "
    "linewidth=, linestyle=}",
    "Draws contour lines of Z, or filled contours (filled=true). Z has one row "
    "per y and one column per x; nan and inf leave gaps. plot.contour(Z) numbers columns "
    "and rows from 1. levels is the approximate number of bands (16), or the "
    "levels in ascending order. log=true spaces the levels logarithmically and "
    "requires positive values. logits=true: Z is log(p/(1 - p)), and the color "
    "bar shows the probability p from 0 to 1. color draws all lines or bands in one color; "
    "otherwise " GRID_MAPS "." GRID_BAR,
    "matrix{{1, 2}, {3, 4}}", "1 mark: contour"),
  {NULL, NULL, NULL, NULL, NULL}};

void open_plot_contour(lua_State *L) { registry_add(L, prims); }
