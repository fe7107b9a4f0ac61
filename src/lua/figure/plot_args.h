/* plot_args.h - what the drawing primitives share: plot.c contour_image.c bar_histogram.c arrows.c.
 *
 * Each reads its arguments into a Mark and ends by plot_args_finish_mark, which copies
 * it into the target axes. Arguments begin at lua_figure_first_argument.
 */
#ifndef LUA_FIGURE_PLOT_ARGS_H
#define LUA_FIGURE_PLOT_ARGS_H

#include <lua.h>

#include "lua/figure/lua_figure.h"

Mark plot_args_new_mark(MarkKind kind);
/* Copies the mark into the target axes; the results of the primitive. */
int plot_args_finish_mark(lua_State *L, const Mark *m);

/* The options of style that are there: color, alpha ..., and label. */
void plot_args_read_style(lua_State *L, int arg, Mark *m);
/* A style such as "ro--", a table of options, or one behind the other. */
void plot_args_read_line_style(lua_State *L, int arg, Mark *m);
/* An option's number from 0 to `most`. */
double plot_args_read_size(lua_State *L, int arg, const char *key,
                           double otherwise, double most);

/* x at `arg`, y behind it: of one length, with something to draw in each. */
void plot_args_read_points(lua_State *L, int arg, Mark *m);
void check_same_length(lua_State *L, Vec x, Vec y, const char *name);
void check_some_finite(lua_State *L, Vec v, const char *name);
/* Is the value a series of numbers, not a table of options? */
bool is_series(lua_State *L, int arg);
/* Pushes 1, 2, 3 ... n. */
Vec push_counting(lua_State *L, size_t n);
/* A finite number. */
double check_finite(lua_State *L, int arg);

/* ticks.c: a table of n texts at `names` becomes the ticks of an axis at these
 * places; names 0: their numbers do. Check first, draw, then set. */
void check_tick_texts(lua_State *L, int names, size_t n);
void plot_args_set_tick_texts(lua_State *L, AxesDirection which, Vec at,
                              int names);

/* Each drawing word stands in a table twice: for the current axes ("plot.") and
 * as a method. `call` are the example's arguments, `shown` the kinds of marks
 * it makes, as in "1 mark: line". */
#define DRAWING(word, fn, arguments, help, call, shown)                        \
  {"plot." word, fn, "plot." word "(" arguments ")", help,                     \
   "plot.figure()\nplot." word "(" call ")\n"                                  \
   "plot.axes() --> axes 1, " shown "\nplot.close()"},                         \
    METHOD(word, fn, arguments, call, shown)

/* The same for an axes: what changes is where it is drawn. */
#define METHOD(word, fn, arguments, call, shown)                               \
  {                                                                            \
    "axes:" word, fn, "a:" word "(" arguments ")",                             \
      "plot." word " into this axes, which is the current one from now on; "   \
      "gives the axes, to go on with.",                                        \
      "f = plot.figure{}\nf[1]:" word "(" call ") --> axes 1, " shown          \
      "\nplot.close()"                                                         \
  }

#endif
