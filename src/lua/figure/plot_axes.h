/* plot_axes.h - the axes that a primitive draws into. */
#ifndef LUA_FIGURE_PLOT_AXES_H
#define LUA_FIGURE_PLOT_AXES_H

#include <lua.h>

#include "plot/figure/figure.h"

/* The axes of the running primitive. A method ("axes:line") has it as its
 * receiver and makes it current; "plot.line" takes the current axes, and
 * creates a figure when there is none or it has been shown. Call it after
 * checking the arguments. */
Axes *plot_axes_target(lua_State *L);
/* The stack index of the first argument after the receiver: 1 or 2. */
int plot_axes_first_argument(lua_State *L);
/* Methods return the axes, plot.* returns nothing. */
int plot_axes_return(lua_State *L);

/* Copies the mark into the target axes. */
void plot_axes_add_mark(lua_State *L, const Mark *mark);

#endif
