/* save_figure.h - figures written to files. */
#ifndef LUA_SHOW_SAVE_FIGURE_H
#define LUA_SHOW_SAVE_FIGURE_H

#include "lua/figure/lua_figure.h"

/* Writes the figure to a file; raises an error when that fails. `scale`: PNG
 * pixels per pixel of the figure. */
void save_figure(lua_State *L, const LuaFigure *p, const char *path,
                 double scale);

#endif
