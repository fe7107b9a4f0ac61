/* target.h - where a shown figure goes: --plot=... or MLREPL_PLOT.
 *
 * One table in target.c lists the targets. The default is the first for which
 * `offers` is true and that is available; otherwise, a folder of files.
 */
#ifndef LUA_SHOW_TARGET_H
#define LUA_SHOW_TARGET_H

#include <lua.h>

#include "lua/figure/lua_figure.h"

typedef struct Target {
  const char *name; /* the value of --plot=; for a folder "" */
  /* Can it be the default? NULL: no. */
  bool (*offers)(lua_State *L);
  /* NULL if it is available, otherwise the reason, which follows "no window: ".
   * Both are called each time a figure is shown, so they must be fast. */
  const char *(*missing)(lua_State *L);
  /* Shows the figure at stack index `figure` without blocking; raises errors.
   * NULL: shows nothing. */
  void (*show)(lua_State *L, int figure);
  /* Shows one frame of an animation in place of the figure `before` (nil:
   * none); `last` for the final frame. NULL: only the final frame is shown, by
   * `show`. */
  void (*frame)(lua_State *L, int figure, int before, bool last);
  /* Prepares for frames drawn while a line is being edited; may be NULL. */
  void (*ready)(void);
  bool many; /* several figures are visible, each with its own frames */
} Target;

/* Call before the first frame. */
void target_ready_for_frames(lua_State *L);

/* Shows the open figure at that stack index and marks it as shown. */
void target_show(lua_State *L, int figure);

/* Selects the target for later figures by name; NULL: by the environment. */
void target_use(lua_State *L, const char *name);

/* Would a figure be shown there now? */
bool target_is_used(lua_State *L, const Target *target);

/* From now on frames in a terminal leave this many lines free below them. */
void target_terminal_keep_free(size_t lines);

/* Each is in its own file, target_NAME.c. */
extern const Target target_terminal;
extern const Target target_folder;
extern const Target target_window;
extern const Target target_page;
extern const Target target_notebook;

#endif
