/* plot_step.c - plot.step and plot.stem. */
#include "lua/base/modules.h"
#include "lua/figure/grid_args.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"

#include <math.h>

/* x, y and the style, or y alone. */
static int read_series(lua_State *L, Mark *m) {
  int arg = plot_axes_first_argument(L);
  lua_settop(L, arg + 3);
  if (!is_series(L, arg + 1)) {
    Vec y = check_numbers(L, arg);
    push_counting(L, y.n);
    lua_insert(L, arg);
  }
  plot_args_read_points(L, arg, m);
  plot_args_read_line_style(L, arg + 2, m);
  return lua_type(L, arg + 2) == LUA_TSTRING ? arg + 3 : arg + 2;
}

/* The style of the mark just drawn, in its color. */
static Style drawn_style(lua_State *L) {
  return plot_axes_target(L)->last->style;
}

/* -- steps ---------------------------------------------------------------- */

typedef enum Where { WHERE_PRE, WHERE_POST, WHERE_MID } Where;
static const char *const where_words[] = {"pre", "post", "mid", NULL};

/* Where the value changes from that of point i to that of point i + 1. */
static double change_at(Vec x, size_t i, Where where) {
  double a = *vec_at(x, i), b = *vec_at(x, i + 1);
  return where == WHERE_PRE ? a : where == WHERE_POST ? b : a / 2 + b / 2;
}

/* Two corners between each two points. */
static void push_steps(lua_State *L, const Mark *m, Where where, Mark *steps) {
  size_t n = m->x.n;
  *steps = *m;
  steps->x = push_vec(L, n ? 3 * n - 2 : 0);
  steps->y = push_vec(L, n ? 3 * n - 2 : 0);
  for (size_t i = 0; i < n; i++) {
    check_interrupt_at(L, i);
    double *x = steps->x.d + 3 * i, *y = steps->y.d + 3 * i;
    x[0] = *vec_at(m->x, i);
    y[0] = *vec_at(m->y, i);
    if (i + 1 == n) break;
    x[1] = x[2] = change_at(m->x, i, where);
    y[1] = y[0];
    y[2] = *vec_at(m->y, i + 1);
  }
}

static int l_step(lua_State *L) {
  Mark m = plot_args_new_mark(MARK_LINE), steps;
  int options = read_series(L, &m);
  Where where = (Where)option_word(L, options, "where", where_words, WHERE_PRE);
  Marker marker = m.style.marker;
  if (marker != MARKER_NONE && m.style.line == LINE_NONE)
    m.style.line = LINE_SOLID;
  m.style.marker = MARKER_NONE;
  push_steps(L, &m, where, &steps);
  plot_axes_add_mark(L, &steps);
  if (marker == MARKER_NONE) return plot_axes_return(L);
  m.style = drawn_style(L);
  m.style.marker = marker;
  m.style.line = LINE_NONE;
  m.label = NULL;
  return plot_args_finish_mark(L, &m);
}

/* -- stems ---------------------------------------------------------------- */

/* A stroke from `bottom` to each point, with gaps between them. */
static void push_stems(lua_State *L, const Mark *m, double bottom,
                       Mark *stems) {
  *stems = *m;
  stems->x = push_vec(L, 3 * m->x.n);
  stems->y = push_vec(L, 3 * m->x.n);
  for (size_t i = 0; i < m->x.n; i++) {
    check_interrupt_at(L, i);
    double *x = stems->x.d + 3 * i, *y = stems->y.d + 3 * i;
    x[0] = x[1] = *vec_at(m->x, i);
    y[0] = isfinite(*vec_at(m->y, i)) ? bottom : NAN;
    y[1] = *vec_at(m->y, i);
    x[2] = y[2] = NAN;
  }
}

static void add_baseline(lua_State *L, double bottom) {
  double from = -INFINITY, to = INFINITY;
  Mark line = plot_args_new_mark(MARK_SPAN);
  line.x = vec_of(&from, 1);
  line.x2 = vec_of(&to, 1);
  line.y = line.y2 = vec_of(&bottom, 1);
  line.style.linewidth = 1;
  plot_axes_add_mark(L, &line);
}

static int l_stem(lua_State *L) {
  Mark m = plot_args_new_mark(MARK_LINE), stems;
  int options = read_series(L, &m);
  double bottom = grid_args_read_finite(L, options, "bottom");
  if (isnan(bottom)) bottom = 0;
  Marker marker = m.style.marker == MARKER_NONE ? MARKER_DOT : m.style.marker;
  const char *label = m.label;
  if (m.style.line == LINE_NONE) m.style.line = LINE_SOLID;
  m.style.marker = MARKER_NONE;
  m.label = NULL;
  push_stems(L, &m, bottom, &stems);
  add_baseline(L, bottom);
  plot_axes_add_mark(L, &stems);
  m.kind = MARK_SCATTER;
  m.style = drawn_style(L);
  m.style.marker = marker;
  m.label = label;
  return plot_args_finish_mark(L, &m);
}

static const Prim prims[] = {
  DRAWING("step", l_step,
          "x, y[, style][, {where=, color=, label=, marker=, size=, alpha=, "
          "linewidth=, linestyle=, right=}]",
          "Plots y against x as a staircase. where=\"pre\" (the default) "
          "changes the value at the point before, \"post\" at the point "
          "itself, \"mid\" halfway. style and the other options are those of "
          "plot(x, y). plot.step(y) uses x = 1, 2, 3 ...",
          "{1, 2, 3}, {1, 4, 9}, {where=\"post\"}", "1 mark: line"),
  DRAWING("stem", l_stem,
          "x, y[, style][, {bottom=, color=, label=, marker=, size=, alpha=, "
          "linewidth=, linestyle=}]",
          "Draws a stroke from the baseline, bottom (0), to each point, which "
          "gets a marker (\"o\"). style and the other options are those of "
          "plot(x, y). plot.stem(y) uses x = 1, 2, 3 ...",
          "{1, 2, 3}, {1, -4, 9}", "3 marks: span, line, scatter"),
  {NULL, NULL, NULL, NULL, NULL}};

static const Words words[] = {{NULL, "where", where_words, NULL},
                              {NULL, NULL, NULL, NULL}};

void open_plot_step(lua_State *L) {
  registry_add(L, prims);
  registry_add_words(L, words);
}
