/* plot_ticks.h - ticks with given positions and labels. */
#ifndef LUA_FIGURE_PLOT_TICKS_H
#define LUA_FIGURE_PLOT_TICKS_H

#include "lua/figure/lua_figure.h"

/* The value at `names` must be a table of n strings. */
void check_tick_texts(lua_State *L, int names, size_t n);
/* Sets the ticks of the target axes, labeled with the checked table at `names`
 * or, when it is 0, with their values. */
void plot_ticks_set(lua_State *L, AxesDirection which, Vec at, int names);

#endif
