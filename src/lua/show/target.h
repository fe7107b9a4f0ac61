/* target.h - where a shown figure goes: --plot=... or MLREPL_PLOT.
 *
 * One table in target.c lists the targets. The default is the first that offers
 * itself and is available; a folder of files is the last.
 */
#ifndef LUA_SHOW_TARGET_H
#define LUA_SHOW_TARGET_H

#include <lua.h>

#include "lua/figure/lua_figure.h"

typedef struct Target {
  const char *name; /* the value of --plot=; for a folder "" */
  /* Can it be the default? NULL: no. */
  bool (*offers)(lua_State *L);
  /* NULL when it is available, otherwise the reason, which follows "no window: ".
   * Both are called each time a figure is shown: be cheap. */
  const char *(*missing)(lua_State *L);
  /* Shows the figure at stack index `figure`; NULL: shows nothing. Does not block;
   * raises errors. */
  void (*show)(lua_State *L, int figure);
  /* One picture of a moving one, again and again, with `last` at its end; it
   * takes the place of the figure `before` (nil: there was none). NULL: the
   * last alone is shown, by `show`. */
  void (*frame)(lua_State *L, int figure, int before, bool last);
  /* What must be known before frames come while somebody types; may be NULL. */
  void (*ready)(void);
} Target;

/* Call before the first frame. */
void target_ready_for_frames(lua_State *L);

/* Shows the open figure at that stack index and marks it as shown. */
void target_show(lua_State *L, int figure);

/* Selects the target for later figures, by its name in the table; NULL: as the
 * environment says. */
void target_use(lua_State *L, const char *name);

/* Each is in its own file, target_NAME.c. */
extern const Target target_terminal;
extern const Target target_folder;
extern const Target target_window;
extern const Target target_page;

#endif
