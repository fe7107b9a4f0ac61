/* keyboard_web.c - mlrepl.keyboard without a keyboard: sliders are moved in the
 * page, if the program can wait for it. */
#include "lua/standard/keyboard.h"

#include <lauxlib.h>

#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"

/* Imported from the page's script: waits, and returns whether that is possible. */
int web_wait(int milliseconds);

void keyboard_rest(void) {}

static int l_keys(lua_State *L) {
  lua_pushboolean(L, !lua_toboolean(L, 1) || web_wait(0));
  return 1;
}

/* No key ever arrives. */
static int l_key(lua_State *L) {
  const int milliseconds = (int)(1000 * luaL_checknumber(L, 1));
  if (milliseconds > 0) web_wait(milliseconds);
  check_interrupt(L);
  return 0;
}

static const luaL_Reg functions[] = {
  {"keys", l_keys}, {"key", l_key}, {NULL, NULL}};

void open_keyboard(lua_State *L) {
  lib_context_add(L, "mlrepl.keyboard", functions);
}
