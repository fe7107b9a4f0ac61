/* grid_args.h - the arguments that contour, image and surface share. */
#ifndef LUA_FIGURE_GRID_ARGS_H
#define LUA_FIGURE_GRID_ARGS_H

#include "lua/figure/plot_args.h"

/* Z, or x, y, Z, from `arg` on; Z has at least `least` rows and columns, and
 * the options come at arg + 3. True: Z alone was given. */
bool grid_args_read(lua_State *L, int arg, size_t least, Mark *m);
/* The numbers must ascend or descend. */
void grid_args_check_order(lua_State *L, int arg, Vec v);

/* The options colorbar; vmin, vmax and center. */
void grid_args_read_colorbar(lua_State *L, int arg, Mark *m);
void grid_args_read_colors(lua_State *L, int arg, Mark *m);
/* A finite number; nan: the option is missing. */
double grid_args_read_finite(lua_State *L, int arg, const char *key);

#define GRID_MAPS                                                              \
  "cmap is \"viridis\", \"coolwarm\", \"RdBu\", \"RdBu_r\", \"gray\", "        \
  "\"gray_r\" or \"Blues\""
#define GRID_BAR                                                               \
  " colorbar=true adds a color bar, colorbar=\"text\" a color bar with a label."

#endif
