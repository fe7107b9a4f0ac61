/* plot_args.h - the data and options that the drawing primitives share.
 *
 * Each primitive reads its arguments into a Mark and ends with
 * plot_args_finish_mark. Arguments begin at plot_axes_first_argument.
 */
#ifndef LUA_FIGURE_PLOT_ARGS_H
#define LUA_FIGURE_PLOT_ARGS_H

#include <lua.h>

#include "lua/figure/lua_figure.h"
#include "lua/figure/plot_axes.h"

Mark plot_args_new_mark(MarkKind kind);
/* Copies the mark into the target axes; returns the primitive's results. */
int plot_args_finish_mark(lua_State *L, const Mark *m);

/* The style options (color, alpha ...) and the label. */
void plot_args_read_style(lua_State *L, int arg, Mark *m);
/* A style such as "ro--", a table of options, or both. */
void plot_args_read_line_style(lua_State *L, int arg, Mark *m);
/* A numeric option from 0 to `most`. */
double plot_args_read_size(lua_State *L, int arg, const char *key,
                           double otherwise, double most);

/* Labels an axis of the target axes with dates if the vector at `arg` holds
 * some. */
void plot_args_date_axis(lua_State *L, int arg, AxesDirection which);
/* x at `arg`, y at arg + 1: of the same length. */
void plot_args_read_points(lua_State *L, int arg, Mark *m);
void check_same_length(lua_State *L, Vec x, Vec y, const char *name);
/* Warns if no number is finite: the mark is drawn as gaps only. */
bool plot_args_warn_empty(lua_State *L, Vec v, const char *name);
void check_some_finite(lua_State *L, Vec v, const char *name);
/* Is the value a vector or table of numbers, not a table of options? */
bool is_series(lua_State *L, int arg);
/* Pushes 1, 2, 3 ... n. */
Vec push_counting(lua_State *L, size_t n);
/* A finite number. */
double check_finite(lua_State *L, int arg);

/* The edges of bars. */
typedef struct Bars {
  Vec from, to, foot, top;
} Bars;
Bars push_bars(lua_State *L, size_t n);

#define PLOT_MARKERS                                                                \
  "(\"o\" \"x\" \"+\" \"s\" \"^\" \"D\" \"d\" \"v\" \"<\" \">\" \"*\" \"p\" \"h\" " \
  "\".\" \"|\" \"_\")"
#define PLOT_POINTS                                                            \
  "x and y are vectors or tables of numbers of the same length; nan and "      \
  "inf leave a gap."

/* Two entries per drawing function: plot.word for the current axes and the
 * method axes:word. `call` are the arguments of the example, `shown` the marks
 * it makes, as in "1 mark: line". */
#define DRAWING(word, fn, arguments, help, call, shown)                        \
  {"plot." word, fn, "plot." word "(" arguments ") -> nothing", help,          \
   "plot.figure()\nplot." word "(" call ")\n"                                  \
   "plot.axes() --> axes 1, " shown "\nplot.close()"},                         \
    METHOD(word, fn, arguments, call, shown)

/* The method of an axes. */
#define METHOD(word, fn, arguments, call, shown)                               \
  {                                                                            \
    "axes:" word, fn, "a:" word "(" arguments ") -> axes",                     \
      "Like plot." word ", but draws into this axes, which becomes the "       \
      "current axes. Returns the axes.",                                       \
      "f = plot.figure{}\nf[1]:" word "(" call ") --> axes 1, " shown          \
      "\nplot.close()"                                                         \
  }

#endif
