/* plot_histogram.c - plot.histogram. */
#include "lua/base/modules.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/figure/plot_args.h"

#include <math.h>
#include <string.h>

#include "core/linalg/vec_reduce.h"
#include "core/stats/sort.h"
#include "sys/interrupt.h"
#include "core/stats/histogram.h"

enum { BINS_MOST = 1000 };

static Vec push_finite(lua_State *L, Vec v) {
  Vec finite = push_vec(L, v.n);
  size_t n = 0;
  for (size_t i = 0; i < v.n; i++) {
    check_interrupt_at(L, i);
    if (isfinite(*vec_at(v, i))) finite.d[n++] = *vec_at(v, i);
  }
  return vec_of(finite.d, n);
}

static Vec push_sorted(lua_State *L, Vec v) {
  Vec sorted = push_vec(L, v.n);
  double *scratch = push_scratch(L, v.n, sizeof *scratch);
  sort_values(sorted, v, scratch, &interrupted);
  check_interrupt(L);
  lua_pop(L, 1);
  return sorted;
}

/* One bin per representable double, where bins would be narrower. */
static Vec push_single_edges(lua_State *L, double low, double high,
                             double unit) {
  Vec edges = push_vec(L, (size_t)((high - low) / unit) + 2);
  for (size_t i = 0; i < edges.n; i++) edges.d[i] = low + (double)i * unit;
  return edges;
}

/* Equal numbers share a bin of width 1, as in NumPy. */
static Vec push_even_edges(lua_State *L, Vec sorted, size_t bins) {
  double low = *vec_at(sorted, 0), high = *vec_at(sorted, sorted.n - 1);
  if (low == high) {
    double half = fmax(0.5, fabs(low) * 1e-9);
    low -= half;
    high += half;
  }
  double size = fmax(fabs(low), fabs(high)), unit = size - nextafter(size, 0);
  if ((high / 2 - low / 2) / ((double)bins / 2) < unit)
    return push_single_edges(L, low, high, unit);
  Vec edges = push_vec(L, bins + 1);
  for (size_t i = 0; i <= bins; i++) {
    double part = (double)i / (double)bins;
    edges.d[i] = low * (1 - part) + high * part;
  }
  return edges;
}

#define BINS "\"auto\", a count from 1 to 1000, or a vector of edges,"

static void check_edges(lua_State *L, Vec edges) {
  if (edges.n < 2 || edges.n > BINS_MOST + 1)
    fail(L, "option bins: 2 to 1001 edges expected, got %I",
         (LUAI_UACINT)edges.n);
  for (size_t i = 0; i < edges.n; i++)
    if (!isfinite(*vec_at(edges, i)) ||
        (i && *vec_at(edges, i) <= *vec_at(edges, i - 1)))
      fail(L,
           "option bins: edges must be finite and ascend, but edge %I is "
           "%f",
           (LUAI_UACINT)i + 1, to_printable(*vec_at(edges, i)));
}

static Vec read_edges(lua_State *L, int arg, Vec sorted) {
  int type = option_push(L, arg, "bins");
  if (type == LUA_TNIL ||
      (type == LUA_TSTRING && strcmp(lua_tostring(L, -1), "auto") == 0))
    return push_even_edges(L, sorted, histogram_bins(sorted, BINS_MOST));
  if (type == LUA_TNUMBER) {
    lua_Integer bins = lua_tointeger(L, -1); /* 0 for a fraction */
    if (bins < 1 || bins > BINS_MOST) fail_option(L, "bins", BINS);
    return push_even_edges(L, sorted, (size_t)bins);
  }
  if (!is_plain_table(L, -1) && !to_vec(L, -1)) fail_option(L, "bins", BINS);
  Vec edges = check_numbers(L, lua_gettop(L));
  check_edges(L, edges);
  return edges;
}

/* Counts become densities: their area is 1. */
static void make_density(double *counts, Vec edges) {
  double n = 0;
  for (size_t k = 0; k + 1 < edges.n; k++) n += counts[k];
  for (size_t k = 0; n > 0 && k + 1 < edges.n; k++)
    counts[k] /= n * (*vec_at(edges, k + 1) - *vec_at(edges, k));
}

/* The normal density with the mean and standard deviation of v, scaled to this
 * area. */
static void add_normal(lua_State *L, Vec v, Vec edges, double area) {
  enum { PLACES = 201 };
  double mean, spread = sqrt(vec_var(v, &mean, NULL));
  double low = *vec_at(edges, 0), high = *vec_at(edges, edges.n - 1);
  if (!(spread > 0)) return;
  Mark m = plot_args_new_mark(MARK_LINE);
  m.x = push_vec(L, PLACES);
  m.y = push_vec(L, PLACES);
  for (size_t i = 0; i < PLACES; i++) {
    double part = (double)i / (PLACES - 1);
    double x = low * (1 - part) + high * part, z = (x - mean) / spread;
    m.x.d[i] = x;
    m.y.d[i] = area * exp(-z * z / 2) / (spread * 2.5066282746310002);
  }
  plot_axes_add_mark(L, &m);
}

static int l_histogram(lua_State *L) {
  int arg = plot_axes_first_argument(L);
  lua_settop(L, arg + 1);
  Mark m = plot_args_new_mark(MARK_HISTOGRAM);
  Vec all = check_numbers(L, arg);
  bool empty = plot_args_warn_empty(L, all, "v");
  if (!all.n) fail(L, "v is empty");
  plot_args_read_style(L, arg + 1, &m);
  bool density = option_boolean(L, arg + 1, "density", false);
  bool normal = option_boolean(L, arg + 1, "normal", false);
  plot_args_date_axis(L, arg, DIRECTION_X);
  if (empty) return plot_args_finish_mark(L, &m);
  Vec sorted = push_sorted(L, push_finite(L, all));
  Vec edges = read_edges(L, arg + 1, sorted);
  size_t bins = edges.n - 1;
  Bars b = push_bars(L, bins);
  histogram_count(b.top.d, edges, sorted, &interrupted);
  check_interrupt(L);
  double width = (*vec_at(edges, bins) - *vec_at(edges, 0)) / (double)bins;
  if (density) make_density(b.top.d, edges);
  for (size_t k = 0; k < bins; k++) {
    b.from.d[k] = *vec_at(edges, k);
    b.to.d[k] = *vec_at(edges, k + 1);
    b.foot.d[k] = 0;
  }
  m.x = b.from, m.x2 = b.to, m.y = b.top, m.y2 = b.foot;
  plot_axes_add_mark(L, &m);
  if (normal)
    add_normal(L, sorted, edges, density ? 1 : width * (double)sorted.n);
  return plot_axes_return(L);
}

static const Prim prims[] = {
  DRAWING("histogram", l_histogram,
          "v, {bins=, density=, normal=, color=, label=, alpha=}",
          "Draws a histogram of the numbers of v, ignoring nan. bins is the "
          "number of bins, a vector of edges, or \"auto\": the smaller of the "
          "Freedman-Diaconis and Sturges bin widths, as in NumPy. density=true "
          "scales the area to 1; normal=true adds the normal distribution with "
          "the same mean and standard deviation.",
          "{1, 2, 2, 3}, {bins=3, normal=true}", "2 marks: histogram, line"),
  {NULL, NULL, NULL, NULL, NULL}};

void open_plot_histogram(lua_State *L) { registry_add(L, prims); }
