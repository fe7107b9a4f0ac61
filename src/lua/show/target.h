/* target.h - where a shown figure goes: --plot=... or MLREPL_PLOT.
 *
 * One table in target.c lists the places. When nobody says which, the first one
 * goes that offers itself and can be used; a folder of files is the last.
 */
#ifndef LUA_SHOW_TARGET_H
#define LUA_SHOW_TARGET_H

#include <lua.h>

#include "lua/figure/lua_figure.h"

typedef struct Target {
  const char *name; /* what --plot= says; a folder's is "" */
  /* Should figures go there when nobody says where? NULL: never. */
  bool (*offers)(lua_State *L);
  /* NULL when it can be used now (or always), else why not, which follows
   * "no window: ". Both are asked each time a figure is shown: be cheap. */
  const char *(*missing)(lua_State *L);
  /* Shows the figure at the stack's place `figure`; NULL: not at all. Does not
   * wait for a person; raises what a learner should know. */
  void (*show)(lua_State *L, int figure);
  /* One picture of a moving one, again and again, with `last` at its end; it
   * takes the place of the figure `before` (nil: there was none). NULL: the
   * last alone is shown, by `show`. */
  void (*frame)(lua_State *L, int figure, int before, bool last);
  /* What must be known before frames come while somebody types; may be NULL. */
  void (*ready)(void);
} Target;

/* Frames may come at any time from now on. */
void target_ready_for_frames(lua_State *L);

/* Shows the figure at that place of the stack, which must be one that is open,
 * and marks it as shown. */
void target_show(lua_State *L, int figure);

/* From now on figures go there, whatever the environment says; NULL: as it
 * says. The name is one of the table's. */
void target_use(lua_State *L, const char *name);

/* Each in a file of its own: target_NAME.c. */
extern const Target target_terminal;
extern const Target target_folder;
extern const Target target_window;
extern const Target target_page;

#endif
