/* plot.c - lines, points, fills, texts, functions: plot(x, y), plot.scatter ...
 * and the same words as methods of an axes. */
#include "lua/figure/plot_args.h"
#include "lua/base/modules.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"

#include <math.h>

/* -- drawing -------------------------------------------------------------- */

static void insert_counting(lua_State *L, int arg) {
  Vec y = check_numbers(L, arg);
  push_counting(L, y.n);
  lua_insert(L, arg);
}

static int l_line(lua_State *L) {
  int arg = lua_figure_first_argument(L);
  lua_settop(L, arg + 3);
  Mark m = plot_args_new_mark(MARK_LINE);
  if (!is_series(L, arg + 1)) insert_counting(L, arg); /* plot(y) */
  plot_args_read_points(L, arg, &m);
  plot_args_read_line_style(L, arg + 2, &m);
  return plot_args_finish_mark(L, &m);
}

static int l_scatter(lua_State *L) {
  int arg = lua_figure_first_argument(L);
  lua_settop(L, arg + 2);
  Mark m = plot_args_new_mark(MARK_SCATTER);
  plot_args_read_points(L, arg, &m);
  plot_args_read_style(L, arg + 2, &m);
  return plot_args_finish_mark(L, &m);
}

/* A number stands for a line at that height. */
static Vec read_edge(lua_State *L, int arg, Vec x, const char *name,
                     double *room) {
  if (lua_type(L, arg) == LUA_TNUMBER) {
    *room = lua_tonumber(L, arg);
    return (Vec){room, x.n, 0};
  }
  Vec v = check_numbers(L, arg);
  check_same_length(L, x, v, name);
  return v;
}

static int l_fill(lua_State *L) {
  int arg = lua_figure_first_argument(L);
  lua_settop(L, arg + 3);
  Mark m = plot_args_new_mark(MARK_FILL);
  double low, high;
  m.x = check_numbers(L, arg);
  m.y = read_edge(L, arg + 1, m.x, "low", &low);
  m.y2 = read_edge(L, arg + 2, m.x, "high", &high);
  plot_args_read_style(L, arg + 3, &m);
  return plot_args_finish_mark(L, &m);
}

static int l_text(lua_State *L) {
  int arg = lua_figure_first_argument(L);
  lua_settop(L, arg + 3);
  double x = check_number(L, arg), y = check_number(L, arg + 1);
  if (lua_type(L, arg + 2) != LUA_TSTRING &&
      lua_type(L, arg + 2) != LUA_TNUMBER)
    fail_arg(L, arg + 2, "string");
  Mark m = plot_args_new_mark(MARK_TEXT);
  m.text = lua_tostring(L, arg + 2);
  m.x = vec_of(&x, 1);
  m.y = vec_of(&y, 1);
  plot_args_read_style(L, arg + 3, &m);
  return plot_args_finish_mark(L, &m);
}

/* -- functions ------------------------------------------------------------ */

static double call_number(lua_State *L, int f, double x) {
  lua_pushvalue(L, f);
  lua_pushnumber(L, x);
  lua_call(L, 1, 1);
  if (lua_type(L, -1) != LUA_TNUMBER) {
    lua_pushnumber(L, x);
    const char *at = push_description(L, -1), *got = push_description(L, -3);
    fail(L, "f(%s) must be a number, got %s", at, got);
  }
  double y = lua_tonumber(L, -1);
  lua_pop(L, 1);
  return y;
}

static int l_func(lua_State *L) {
  enum { PLACES = 401 };
  int arg = lua_figure_first_argument(L);
  lua_settop(L, arg + 4);
  if (!lua_isfunction(L, arg)) fail_arg(L, arg, "function of x");
  double from = check_finite(L, arg + 1), to = check_finite(L, arg + 2);
  Mark m = plot_args_new_mark(MARK_LINE);
  plot_args_read_line_style(L, arg + 3, &m);
  m.x = push_vec(L, PLACES);
  m.y = push_vec(L, PLACES);
  for (size_t i = 0; i < PLACES; i++) {
    double part = (double)i / (PLACES - 1);
    check_interrupt(L);
    m.x.d[i] = from * (1 - part) + to * part;
    m.y.d[i] = call_number(L, arg, m.x.d[i]);
  }
  check_some_finite(L, m.y, "f(x)");
  return plot_args_finish_mark(L, &m);
}

/* -- the table ------------------------------------------------------------ */

#define LINE_OPTIONS                                                           \
  "{color=, label=, marker=, size=, alpha=, linewidth=, linestyle=}"
#define SCATTER_OPTIONS "{color=, marker=, size=, label=, alpha=, edgecolor=}"
#define MARKS           "(\"o\" \"x\" \"+\" \"s\" \"^\" \"D\")"
#define LINE_WORDS                                                             \
  " Options: color (\"red\", \"#1f77b4\", \"C0\"; else the next of the "       \
  "cycle), label (for the legend), marker " MARKS ", size (of markers, 7), "   \
  "alpha (0 invisible to 1 opaque), linewidth (2), linestyle (\"-\" "          \
  "\"--\" \":\" \"-.\" \"none\"). Sizes are pixels of a 600 x 400 picture."
#define POINTS                                                                 \
  "x and y are vectors or tables of numbers of the same length; nan and "      \
  "inf leave a gap."

static const Prim prims[] = {
  {"plot", l_line, "plot(x, y[, style][, " LINE_OPTIONS "])",
   "Draws a line through the points (x, y) into the current axes. " POINTS
   " style is a short form such as \"ro--\" (a colour's letter, a marker, a "
   "line; \"o\" alone draws no line) or a colour, \"green\"; the options are "
   "those of plot.line. plot(y) counts x from 1.",
   "plot.figure()\n"
   "plot({1, 2, 3}, {1, 4, 9}, \"r--\", {label=\"squares\"})\n"
   "plot.axes() --> axes 1, 1 mark: line\n"
   "plot.close()"},
  {"plot.line", l_line, "plot.line(x, y, " LINE_OPTIONS ")",
   "Draws a line through the points (x, y) into the current axes. " POINTS
     LINE_WORDS,
   "plot.figure()\n"
   "plot.line({1, 2, 3}, {1, 4, 9}, {color=\"C1\", label=\"squares\"})\n"
   "plot.axes() --> axes 1, 1 mark: line\n"
   "plot.close()"},
  {"plot.scatter", l_scatter, "plot.scatter(x, y, " SCATTER_OPTIONS ")",
   "Draws a marker at each point (x, y). " POINTS
   " Options: color, marker " MARKS
   ", size (7), label, alpha (0.75), edgecolor (a rim around each "
   "marker; none).",
   "plot.figure()\n"
   "plot.scatter({1, 2, 3}, {1, 4, 9}, {marker=\"x\", label=\"data\"})\n"
   "plot.axes() --> axes 1, 1 mark: scatter\n"
   "plot.close()"},
  {"plot.fill", l_fill, "plot.fill(x, low, high, {color=, label=, alpha=})",
   "Fills the band between the curves low and high over x: vectors or tables "
   "as long as x, or a number for a straight edge. alpha is 0.2 at first.",
   "plot.figure()\n"
   "plot.fill({1, 2, 3}, 0, {1, 4, 9})\n"
   "plot.axes() --> axes 1, 1 mark: fill\n"
   "plot.close()"},
  {"plot.text", l_text, "plot.text(x, y, text, {color=, size=, alpha=})",
   "Writes text to the right of the point (x, y). x_0, w^2 and Greek letters "
   "just work.",
   "plot.figure()\n"
   "plot.text(1, 2, \"minimum\")\n"
   "plot.axes() --> axes 1, 1 mark: text\n"
   "plot.close()"},
  {"plot.func", l_func, "plot.func(f, from, to, " LINE_OPTIONS ")",
   "Draws y = f(x) for x between from and to; f is called with 401 numbers." LINE_WORDS,
   "plot.figure()\n"
   "plot.func(math.sin, 0, 6)\n"
   "plot.axes() --> axes 1, 1 mark: line\n"
   "plot.close()"},
  METHOD("line", l_line, "x, y, " LINE_OPTIONS, "{1, 2}, {3, 4}",
         "1 mark: line"),
  METHOD("scatter", l_scatter, "x, y, " SCATTER_OPTIONS, "{1}, {3}",
         "1 mark: scatter"),
  METHOD("fill", l_fill, "x, low, high, {color=, label=, alpha=}",
         "{1, 2}, 0, 1", "1 mark: fill"),
  METHOD("text", l_text, "x, y, text, {color=, size=, alpha=}",
         "1, 2, \"here\"", "1 mark: text"),
  METHOD("func", l_func, "f, from, to, " LINE_OPTIONS, "math.cos, 0, 1",
         "1 mark: line"),
  {NULL, NULL, NULL, NULL, NULL}};

void open_plot(lua_State *L) { registry_add(L, prims); }
