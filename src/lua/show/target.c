/* target.c - select the target of a shown figure. */
#define _POSIX_C_SOURCE 200809L
#include "lua/show/target.h"

#include <stdlib.h>
#include <string.h>

#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/warn.h"
#include "lua/show/capture.h"
#include "lua/show/target_notebook.h"
#include "sys/sandbox.h"

static const char CHOSEN_KEY[] = "mlrepl.target";

static const Target target_none = {"none", NULL, NULL, NULL, NULL, NULL, false};

/* In the order of the default: notebook, window, terminal. */
static const Target *const targets[] = {&target_notebook, &target_window,
                                        &target_terminal, &target_page,
                                        &target_none,     NULL};

/* -- choosing ------------------------------------------------------------- */

static const char *wish_of(lua_State *L) {
  lua_getfield(L, LUA_REGISTRYINDEX, CHOSEN_KEY);
  const char *chosen = lua_tostring(L, -1); /* the registry keeps it */
  lua_pop(L, 1);
  if (!chosen) chosen = getenv("MLREPL_PLOT");
  return chosen && *chosen ? chosen : NULL;
}

static const Target *find(const char *name) {
  for (int i = 0; targets[i]; i++)
    if (!strcmp(targets[i]->name, name)) return targets[i];
  return NULL;
}

static const char *why_missing(lua_State *L, const Target *t) {
  if (t == &target_window && sandbox_is_on())
    return "not available under --safe";
  return t->missing ? t->missing(L) : NULL;
}

static const Target *choose_alone(lua_State *L) {
  for (int i = 0; targets[i]; i++) {
    const Target *t = targets[i];
    if (t->offers && t->offers(L) && !why_missing(L, t)) return t;
  }
  return &target_folder;
}

/* An unavailable target is reported, and the figure goes elsewhere. */
static const Target *choose(lua_State *L) {
  const char *wish = wish_of(L);
  if (!wish) return choose_alone(L);
  const Target *t = find(wish);
  if (!t) return &target_folder;
  const char *why = why_missing(L, t);
  if (!why) return t;
  const Target *other = choose_alone(L);
  lua_pushfstring(L, "plot: no %s: %s; the figure goes to %s", wish, why,
                  *other->name ? other->name : "a file");
  warn(L, lua_tostring(L, -1));
  lua_pop(L, 1);
  return other;
}

void target_show(lua_State *L, int figure) {
  LuaFigure *p = check_figure(L, figure);
  p->shown = true;
  if (capture_take(L, figure)) return;
  const Target *t = choose(L);
  if (t->show) t->show(L, figure);
}

bool target_is_used(lua_State *L, const Target *t) { return choose(L) == t; }

/* -- animations ----------------------------------------------------------- */

/* frames.show(figure, last, before) */
static int l_show_frame(lua_State *L) {
  lua_settop(L, 3);
  LuaFigure *p = check_figure(L, 1);
  bool last = lua_toboolean(L, 2);
  if (last) p->shown = true;
  if (last && capture_take(L, 1)) return 0;
  const Target *t = choose(L);
  if (t->frame)
    t->frame(L, 1, 3, last);
  else if (last)
    target_show(L, 1);
  return 0;
}

void target_ready_for_frames(lua_State *L) {
  const Target *t = choose(L);
  if (t->ready) t->ready();
}

/* Where no frame can be shown, mlrepl.frames has no function for it. */
static void offer_frames(lua_State *L) {
  const char *wish = wish_of(L);
  const Target *t = wish ? find(wish) : choose_alone(L);
  lib_context_require(L, "mlrepl.frames");
  if (t && t->frame)
    lua_pushcfunction(L, l_show_frame);
  else
    lua_pushnil(L);
  lua_setfield(L, -2, "show");
  lua_pushboolean(L, t && t->many);
  lua_setfield(L, -2, "many");
  lua_pop(L, 1);
}

void target_use(lua_State *L, const char *name) {
  lua_pushstring(L, name);
  lua_setfield(L, LUA_REGISTRYINDEX, CHOSEN_KEY);
  offer_frames(L);
}

void target_notebook_set(lua_State *L, const NotebookHook *hook) {
  target_notebook_hook = hook;
  offer_frames(L);
}

void open_target(lua_State *L) { offer_frames(L); }
