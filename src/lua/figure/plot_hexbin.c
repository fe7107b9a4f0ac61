/* plot_hexbin.c - plot.hexbin. */
#include "lua/base/modules.h"
#include "lua/figure/grid_args.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"

#include <math.h>

/* Hexagons stand on a corner, in rows that are shifted by half a hexagon. Row r
 * is at r / 2 steps; even rows have their centers at 0, 1, 2 ... steps, odd ones
 * at 1/2, 3/2 ... */
typedef struct Grid {
  size_t columns, rows;
  double x, y, wide, high; /* the first center, and the steps */
} Grid;

/* The range of points with two finite coordinates. */
static void find_ranges(lua_State *L, const Mark *m, Range *x, Range *y) {
  *x = *y = (Range){INFINITY, -INFINITY};
  for (size_t i = 0; i < m->x.n; i++) {
    double a = *vec_at(m->x, i), b = *vec_at(m->y, i);
    if (!isfinite(a) || !isfinite(b)) continue;
    *x = (Range){fmin(x->lo, a), fmax(x->hi, a)};
    *y = (Range){fmin(y->lo, b), fmax(y->hi, b)};
  }
  if (x->lo > x->hi)
    fail(L, "x and y have no point with two finite coordinates to draw");
}

static double step_of(Range r, size_t n) {
  double step = r.hi / (double)n - r.lo / (double)n;
  double size = fmax(fabs(r.lo), fabs(r.hi));
  return step > size * 1e-12 ? step : size > 0 ? size * 0.1 : 1;
}

/* About regular hexagons in a square panel, as matplotlib's. */
static Grid grid_of(Range x, Range y, size_t bins) {
  size_t high = (size_t)fmax(1, floor((double)bins / sqrt(3)));
  return (Grid){bins + 1, 2 * high + 2,     x.lo,
                y.lo,     step_of(x, bins), step_of(y, high)};
}

static double distance(double dx, double dy) { return dx * dx + 3 * dy * dy; }

/* The hexagon with the nearest center. */
static size_t hexagon_of(const Grid *g, double x, double y) {
  double u = x / g->wide - g->x / g->wide, v = y / g->high - g->y / g->high;
  double ru = floor(u + 0.5), rv = floor(v + 0.5);
  double fu = fmin(floor(u), (double)g->columns - 2);
  double fv = fmin(floor(v), (double)g->rows / 2 - 2);
  bool even = distance(u - ru, v - rv) < distance(u - fu - 0.5, v - fv - 0.5);
  size_t row = (size_t)(even ? 2 * rv : 2 * fv + 1);
  return row * g->columns + (size_t)(even ? ru : fu);
}

static double *push_counts(lua_State *L, const Grid *g, const Mark *m) {
  size_t cells = g->rows * g->columns;
  double *counts = push_scratch(L, cells, sizeof *counts);
  for (size_t i = 0; i < cells; i++) counts[i] = 0;
  for (size_t i = 0; i < m->x.n; i++) {
    check_interrupt_at(L, i);
    double x = *vec_at(m->x, i), y = *vec_at(m->y, i);
    if (!isfinite(x) || !isfinite(y)) continue;
    size_t cell = hexagon_of(g, x, y);
    if (cell < cells) counts[cell]++;
  }
  return counts;
}

/* Odd rows are shorter, and the last one is beyond the points. */
static bool is_drawn(const Grid *g, const double *counts, size_t i,
                     double least) {
  size_t row = i / g->columns, column = i % g->columns;
  bool exists = row % 2 == 0 || (column + 1 < g->columns && row + 1 < g->rows);
  return exists && counts[i] >= least;
}

/* The boxes and counts of the hexagons with at least `least` points. */
static void push_hexagons(lua_State *L, const Grid *g, const double *counts,
                          double least, Mark *m) {
  size_t n = 0, cells = g->rows * g->columns;
  for (size_t i = 0; i < cells; i++) n += is_drawn(g, counts, i, least);
  if (!n) fail(L, "option mincount: no hexagon has %f points", least);
  Bars b = push_bars(L, n);
  m->x = b.from;
  m->x2 = b.to;
  m->y = b.foot;
  m->y2 = b.top;
  m->values = push_vec(L, n);
  for (size_t i = 0, k = 0; i < cells; i++) {
    if (!is_drawn(g, counts, i, least)) continue;
    size_t row = i / g->columns, column = i % g->columns;
    double x = g->x + ((double)column + 0.5 * (double)(row % 2)) * g->wide;
    double y = g->y + (double)row / 2 * g->high;
    b.from.d[k] = x - g->wide / 2;
    b.to.d[k] = x + g->wide / 2;
    b.foot.d[k] = y - g->high / 3;
    b.top.d[k] = y + g->high / 3;
    m->values.d[k++] = counts[i];
  }
}

static int l_hexbin(lua_State *L) {
  enum { MOST = 500 };
  int arg = plot_axes_first_argument(L), options = arg + 2;
  Range x, y;
  lua_settop(L, options);
  Mark m = plot_args_new_mark(MARK_HEXBIN);
  plot_args_read_points(L, arg, &m);
  plot_args_read_style(L, options, &m);
  size_t bins = option_count(L, options, "bins", 30);
  if (bins < 1 || bins > MOST)
    fail(L, "option bins: an integer from 1 to %d expected, got %I", MOST,
         (LUAI_UACINT)bins);
  double least = (double)option_count(L, options, "mincount", 1);
  find_ranges(L, &m, &x, &y);
  Grid g = grid_of(x, y, bins);
  push_hexagons(L, &g, push_counts(L, &g, &m), least, &m);
  grid_args_read_colorbar(L, options, &m);
  grid_args_read_colors(L, options, &m);
  m.style.color = color_map(m.style.map, 0.5);
  m.style.color_given = true;
  return plot_args_finish_mark(L, &m);
}

static const Prim prims[] = {
  DRAWING("hexbin", l_hexbin,
          "x, y, {bins=, mincount=, cmap=, vmin=, vmax=, center=, colorbar=, "
          "label=, alpha=}",
          "Counts the points (x, y) in hexagons and colors these by the count: "
          "a scatter plot for many points. bins (30) is the number of hexagons "
          "in a row. Hexagons with fewer than mincount (1) points are not "
          "drawn. " GRID_MAPS "; vmin and vmax are the counts at its "
          "ends." GRID_BAR,
          "vector.randn(1000), vector.randn(1000), {colorbar=\"points\"}",
          "1 mark: hexbin"),
  {NULL, NULL, NULL, NULL, NULL}};

void open_plot_hexbin(lua_State *L) { registry_add(L, prims); }
