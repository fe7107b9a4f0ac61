#include "lua/show/unshown.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "lua/figure/lua_figure.h"
#include "sys/console.h"

static bool is_answer(const char *name) {
  return !strcmp(name, "_") || !strcmp(name, "ans");
}

/* The name of a global variable with the value at the top, the first in the
 * alphabet; NULL if there is none. The table of globals keeps it. */
static const char *variable_with(lua_State *L) {
  const int value = lua_gettop(L);
  const char *best = NULL;
  lua_pushglobaltable(L);
  for (lua_pushnil(L); lua_next(L, value + 1); lua_pop(L, 1)) {
    if (!lua_rawequal(L, -1, value) || lua_type(L, -2) != LUA_TSTRING) continue;
    const char *name = lua_tostring(L, -2);
    if (!is_answer(name) && (!best || strcmp(name, best) < 0)) best = name;
  }
  lua_settop(L, value);
  return best;
}

static void advise(lua_State *L) {
  const char *name = variable_with(L);
  printf("%s(%s%sshow() shows the figure)%s\n",
         console_style(stdout, STYLE_QUIET), name ? name : "plot",
         name ? ":" : ".", console_style(stdout, STYLE_PLAIN));
  fflush(stdout);
}

void unshown_remind(lua_State *L) {
  static bool done = false; /* one per process, like the prompt */
  if (done) return;
  const LuaFigure *p = push_current(L);
  const bool drawn = p && figure_marks(p->figure);
  done = p && (p->shown || drawn);
  if (drawn && !p->shown) advise(L);
  lua_pop(L, 1);
}
