/* target_notebook.h - figures in a front end that shows them among its output,
 * such as a notebook. */
#ifndef LUA_SHOW_TARGET_NOTEBOOK_H
#define LUA_SHOW_TARGET_NOTEBOOK_H

#include <stdbool.h>

#include <lua.h>

typedef struct NotebookHook {
  /* Shows the figure at that stack index: at a new place, or in place of what has
   * that number. `last`: the figure stays; otherwise the next frame of an
   * animation follows. May raise. */
  void (*show)(lua_State *L, int figure, long number, bool is_new, bool last);
} NotebookHook;

/* From now on figures go there unless the user chooses another target. The hook
 * must live until the program ends. */
void target_notebook_set(lua_State *L, const NotebookHook *hook);

/* For target.c. */
extern const NotebookHook *target_notebook_hook;

#endif
