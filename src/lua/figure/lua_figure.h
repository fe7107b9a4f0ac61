/* lua_figure.h - figures as Lua values.
 *
 * A figure is a userdata that owns a Figure. Its axes are userdata created with
 * it, which keep it alive. Each Lua state has at most one current figure, the
 * one that `plot(...)` and `plot.title(...)` refer to.
 */
#ifndef LUA_FIGURE_LUA_FIGURE_H
#define LUA_FIGURE_LUA_FIGURE_H

#include <lua.h>

#include "plot/figure/figure.h"

typedef struct LuaFigure {
  Figure *figure; /* NULL: closed */
  size_t current; /* the axes that plot.* draws into, from 0 */
  bool shown;     /* plot.* begins a new figure */
} LuaFigure;

/* Pushes and returns the current figure; NULL (pushes nil) when there is
 * none. */
LuaFigure *push_current(lua_State *L);
/* Makes the figure at `index` current. */
void lua_figure_use(lua_State *L, int index);
/* The theme of figures that are created from now on. */
void lua_figure_set_theme(lua_State *L, ThemeKind theme);
/* Creates and pushes a figure, which becomes current. */
LuaFigure *push_figure(lua_State *L, size_t rows, size_t columns, size_t width,
                       size_t height);
/* Raises when the figure is closed. */
LuaFigure *check_figure(lua_State *L, int arg);

/* The current figure, pushed; raises when there is none. */
LuaFigure *check_current(lua_State *L);
/* The option `scale`: the PNG pixels per pixel of the figure. */
double option_scale(lua_State *L, int arg, double otherwise, const Figure *f);

/* Raises on STATUS_MEMORY; otherwise does nothing. */
void check_memory(lua_State *L, Status status);

#endif
