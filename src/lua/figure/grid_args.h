/* grid_args.h - the arguments that contour, image and surface share. */
#ifndef LUA_FIGURE_GRID_ARGS_H
#define LUA_FIGURE_GRID_ARGS_H

#include "lua/figure/plot_args.h"

/* Reads Z, or x, y, Z, starting at `arg`; Z has at least `least` rows and
 * columns. The options end up at arg + 3. True: only Z was given. */
bool grid_args_read(lua_State *L, int arg, size_t least, Mark *m);
/* Raises unless the numbers strictly increase or decrease. */
void grid_args_check_order(lua_State *L, int arg, Vec v);

/* The options colorbar; vmin, vmax and center. */
void grid_args_read_colorbar(lua_State *L, int arg, Mark *m);
void grid_args_read_colors(lua_State *L, int arg, Mark *m);
/* Warns if no element is finite, so that nothing is drawn. */
void grid_args_warn_empty(lua_State *L, Mat z);
/* A finite number; nan: the option is missing. */
double grid_args_read_finite(lua_State *L, int arg, const char *key);

#define GRID_MAPS                                                              \
  "cmap is \"viridis\", \"plasma\", \"inferno\", \"magma\", \"cividis\", "     \
  "\"turbo\", \"coolwarm\", \"RdBu\", \"Spectral\", \"gray\", \"Blues\", "     \
  "\"Greens\" or \"Reds\", or one of these with _r, which reverses it"
#define GRID_BAR                                                               \
  " colorbar=true adds a color bar, and colorbar=\"text\" adds one with that " \
  "label."

#endif
