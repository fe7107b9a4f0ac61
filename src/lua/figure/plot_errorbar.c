/* plot_errorbar.c - plot.errorbar. */
#include "lua/base/modules.h"
#include "lua/figure/plot_args.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"

#include <math.h>

/* The lengths of the bars below and above the points; empty: no bars. */
typedef struct Errors {
  Vec below, above;
} Errors;

static void refuse_form(lua_State *L, const char *key, size_t n) {
  fail(L,
       "option %s: a number, %I numbers (one per point), {below, above} or a "
       "matrix with %I rows and two columns expected",
       key, (LUAI_UACINT)n, (LUAI_UACINT)n);
}

/* A number, or one per point; at `index`, which may be replaced. */
static Vec read_lengths(lua_State *L, int index, const char *key, size_t n) {
  if (lua_type(L, index) == LUA_TNUMBER) {
    Vec v = push_vec(L, n);
    for (size_t i = 0; i < n; i++) v.d[i] = lua_tonumber(L, index);
    return v;
  }
  if (!to_vec(L, index) && !is_plain_table(L, index)) refuse_form(L, key, n);
  Vec v = check_numbers(L, index);
  if (v.n != n) refuse_form(L, key, n);
  return v;
}

/* Is the value at the top {below, above} of two series? */
static bool is_pair(lua_State *L) {
  if (!is_plain_table(L, -1) || lua_rawlen(L, -1) != 2) return false;
  lua_geti(L, -1, 1);
  bool pair = to_vec(L, -1) || is_plain_table(L, -1);
  lua_pop(L, 1);
  return pair;
}

static void check_lengths(lua_State *L, Vec v, const char *key) {
  for (size_t i = 0; i < v.n; i++)
    if (*vec_at(v, i) < 0)
      fail(L, "option %s: lengths must not be negative, but element %I is %f",
           key, (LUAI_UACINT)i + 1, *vec_at(v, i));
}

static Errors read_errors(lua_State *L, int arg, const char *key, size_t n) {
  Errors e = {{NULL, 0, 0}, {NULL, 0, 0}};
  if (option_push(L, arg, key) == LUA_TNIL) return e;
  int top = lua_gettop(L);
  const Mat *both = to_mat(L, top);
  if (both && (both->rows != n || both->cols != 2)) refuse_form(L, key, n);
  if (both) {
    e = (Errors){mat_col(*both, 0), mat_col(*both, 1)};
  } else if (is_pair(L)) {
    lua_geti(L, top, 1);
    e.below = read_lengths(L, top + 1, key, n);
    lua_geti(L, top, 2);
    e.above = read_lengths(L, lua_gettop(L), key, n);
  } else
    e.below = e.above = read_lengths(L, top, key, n);
  check_lengths(L, e.below, key);
  check_lengths(L, e.above, key);
  return e;
}

/* Strokes from `below` to `above` each point in one direction, with gaps. */
static void push_strokes(lua_State *L, Mark *bars, const Mark *m, Errors e,
                         bool across) {
  bars->x = push_vec(L, 3 * m->x.n);
  bars->y = push_vec(L, 3 * m->x.n);
  for (size_t i = 0; i < m->x.n; i++) {
    check_interrupt_at(L, i);
    double *x = bars->x.d + 3 * i, *y = bars->y.d + 3 * i;
    double *along = across ? x : y;
    double below = *vec_at(e.below, i), above = *vec_at(e.above, i);
    x[0] = x[1] = *vec_at(m->x, i);
    y[0] = y[1] = *vec_at(m->y, i);
    along[0] -= below;
    along[1] += above;
    x[2] = y[2] = NAN;
  }
}

/* The bars of one direction, and their caps. */
static void add_bars(lua_State *L, Mark *m, Errors e, bool across, double cap) {
  if (!e.below.n) return;
  Mark bars = *m;
  bars.label = NULL;
  bars.style.marker = MARKER_NONE;
  bars.style.line = LINE_SOLID;
  bars.style.linewidth = fmin(m->style.linewidth, 1.6);
  push_strokes(L, &bars, m, e, across);
  plot_axes_add_mark(L, &bars);
  m->style.color = plot_axes_target(L)->last->style.color;
  m->style.color_given = true;
  if (cap <= 0) return;
  bars.kind = MARK_SCATTER;
  bars.style.color = m->style.color;
  bars.style.color_given = true;
  bars.style.marker = across ? MARKER_UPRIGHT : MARKER_FLAT;
  bars.style.size = 2 * cap;
  plot_axes_add_mark(L, &bars);
}

static int l_errorbar(lua_State *L) {
  int arg = plot_axes_first_argument(L);
  lua_settop(L, arg + 3);
  Mark m = plot_args_new_mark(MARK_LINE);
  plot_args_read_points(L, arg, &m);
  plot_args_read_line_style(L, arg + 2, &m);
  int options = lua_type(L, arg + 2) == LUA_TSTRING ? arg + 3 : arg + 2;
  double cap = plot_args_read_size(L, options, "capsize", 3, 50);
  Errors y = read_errors(L, options, "yerr", m.x.n);
  Errors x = read_errors(L, options, "xerr", m.x.n);
  if (!y.below.n && !x.below.n && m.x.n)
    fail(L, "yerr= or xerr= expected, as in {yerr=0.5}");
  add_bars(L, &m, y, false, cap);
  add_bars(L, &m, x, true, cap);
  return plot_args_finish_mark(L, &m);
}

static const Prim prims[] = {
  DRAWING(
    "errorbar", l_errorbar,
    "x, y[, style][, {yerr=, xerr=, capsize=, color=, label=, marker=, size=, "
    "alpha=, linewidth=, linestyle=, right=}]",
    "Plots y against x as plot(x, y) does, with bars for the errors. yerr and "
    "xerr are the lengths of the bars on both sides of a point: a number, one "
    "number per point, {below, above} of two vectors, or a matrix with these "
    "two columns. nan draws no bar. capsize (3) is half the width of the caps "
    "in pixels. style \"o\" draws markers without a line.",
    "{1, 2, 3}, {1, 4, 9}, \"o\", {yerr={0.5, 1, 2}}",
    "3 marks: line, scatter, line"),
  {NULL, NULL, NULL, NULL, NULL}};

void open_plot_errorbar(lua_State *L) { registry_add(L, prims); }
