#include "lua/show/target_notebook.h"

#include <lauxlib.h>

#include "lua/base/values.h"
#include "lua/show/target.h"

/* Registry key: the numbers of the figures of running animations. */
static const char NUMBERS_KEY[] = "mlrepl.notebook";

/* One per process, like the front end. */
const NotebookHook *target_notebook_hook = NULL;

static bool offers(lua_State *L) {
  (void)L;
  return target_notebook_hook;
}

static const char *why_no_notebook(lua_State *L) {
  return offers(L) ? NULL : "this is no notebook";
}

/* Figures can be collected as if they had no number. */
static void push_numbers(lua_State *L) {
  if (lua_getfield(L, LUA_REGISTRYINDEX, NUMBERS_KEY) == LUA_TTABLE) return;
  lua_pop(L, 1);
  push_weak_table(L);
  lua_pushvalue(L, -1);
  lua_setfield(L, LUA_REGISTRYINDEX, NUMBERS_KEY);
}

/* The number of the place where the frame `before` is; a new one if there is
 * none. */
static long number_of(lua_State *L, int before, bool *is_new) {
  static long last = 0;
  long number = 0;
  push_numbers(L);
  if (!lua_isnil(L, before)) {
    lua_pushvalue(L, before);
    lua_rawget(L, -2);
    number = (long)lua_tointeger(L, -1);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  *is_new = number == 0;
  return *is_new ? ++last : number;
}

static void frame(lua_State *L, int figure, int before, bool last) {
  bool is_new;
  const long number = number_of(L, before, &is_new);
  push_numbers(L);
  lua_pushvalue(L, figure);
  lua_pushinteger(L, number);
  lua_rawset(L, -3);
  lua_pop(L, 1);
  target_notebook_hook->show(L, figure, number, is_new, last);
}

static void show(lua_State *L, int figure) {
  lua_pushnil(L);
  frame(L, figure, lua_gettop(L), true);
  lua_pop(L, 1);
}

/* No folder is called that. */
const Target target_notebook = {
  "the notebook", offers, why_no_notebook, show, frame, NULL, true};
