/* lua_figure.h - what plot.c, axes.c and figure.c share: figures as Lua values.
 *
 * A figure is a userdata that owns a Figure; its axes are userdata of their
 * own, made with it, that keep it alive. One figure a Lua state is the current
 * one: what `plot(...)` and `plot.title(...)` speak about.
 */
#ifndef LUA_FIGURE_LUA_FIGURE_H
#define LUA_FIGURE_LUA_FIGURE_H

#include <lua.h>

#include "plot/figure/figure.h"

typedef struct LuaFigure {
  Figure *figure; /* NULL: closed */
  size_t current; /* which axes plot.* draws into, from 0 */
  bool shown;     /* plot.* begins a new figure */
} LuaFigure;

/* The axes that the running primitive speaks about. A method ("axes:line") has
 * it before the colon and makes it the current one; "plot.line" takes the
 * current one, and makes a figure when there is none or it was shown. Call it
 * after the arguments were checked. */
Axes *lua_figure_target_axes(lua_State *L);
/* The stack index of the first argument behind the axes: 1 or 2. */
int lua_figure_first_argument(lua_State *L);
/* What a method gives back: the axes, to go on with; plot.* gives nothing. */
int lua_figure_return_axes(lua_State *L);

/* Pushes the current figure and gives it; NULL (pushes nil) when there is
 * none. */
LuaFigure *push_current(lua_State *L);
/* Makes the figure at `index` the current one, to be drawn into. */
void lua_figure_use(lua_State *L, int index);
/* Makes and pushes a figure, which is now the current one. */
LuaFigure *push_figure(lua_State *L, size_t rows, size_t columns, size_t width,
                       size_t height);
/* Raises when the figure was closed. */
LuaFigure *check_figure(lua_State *L, int arg);

/* Writes the figure to a file; raises a sentence when that fails. `scale`:
 * pixels of a PNG for each of the figure's. */
void lua_figure_save(lua_State *L, const LuaFigure *p, const char *path,
                     double scale);

/* Copies the mark into the target axes. */
void lua_figure_add_mark(lua_State *L, const Mark *mark);
/* Raises when there is no memory; else does nothing. */
void check_memory(lua_State *L, Status status);

#endif
