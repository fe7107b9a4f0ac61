/* lua_figure.h - what plot.c, axes.c and figure.c share: figures as Lua values.
 *
 * A figure is a userdata that owns a Figure; its axes are userdata of their
 * own, made with it, that keep it alive. One figure a Lua state is the current
 * one: what `plot(...)` and `plot.title(...)` speak about.
 */
#ifndef LUA_FIGURE_LUA_FIGURE_H
#define LUA_FIGURE_LUA_FIGURE_H

#include "plot/figure/figure.h"
#include "lua/base/registry.h"

typedef struct Picture {
  Figure *figure; /* NULL: closed */
  size_t current; /* which axes plot.* draws into, from 0 */
  bool shown;     /* plot.* begins a new figure */
} Picture;

/* The axes that the running primitive speaks about. A method ("axes:line") has
 * it before the colon and makes it the current one; "plot.line" takes the
 * current one, and makes a figure when there is none or it was shown. Call it
 * after the arguments were checked. */
Axes *target_axes(lua_State *L);
/* The stack index of the first argument behind the axes: 1 or 2. */
int first_argument(lua_State *L);
/* What a method gives back: the axes, to go on with; plot.* gives nothing. */
int return_axes(lua_State *L);

/* Pushes the current figure and gives it; NULL (pushes nil) when there is
 * none. */
Picture *push_current(lua_State *L);
/* Makes the figure at `index` the current one, to be drawn into. */
void use_figure(lua_State *L, int index);
/* Makes and pushes a figure, which is now the current one. */
Picture *push_figure(lua_State *L, size_t rows, size_t columns, size_t width,
                     size_t height);
/* Raises when the figure was closed. */
Picture *check_picture(lua_State *L, int arg);

/* Writes the figure to a file; raises a sentence when that fails. `scale`:
 * pixels of a PNG for each of the figure's. */
void save_picture(lua_State *L, const Picture *p, const char *path,
                  double scale);

/* Copies the mark into the target axes. */
void add_mark(lua_State *L, const Mark *mark);
/* Raises when there is no memory; else does nothing. */
void check_memory(lua_State *L, Status status);

#endif
