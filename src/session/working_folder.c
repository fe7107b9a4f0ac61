/* working_folder.c - the current working folder.
 *
 * No Lua name: the functions are those of the native module mlrepl.system.
 *   folder()              returns its path
 *   change_folder(path)   returns true, or nil and a message
 */
#define _POSIX_C_SOURCE 200809L
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "sys/file_gate.h"

static int l_folder(lua_State *L) {
  char path[4096];
  lua_pushstring(L, getcwd(path, sizeof path) ? path : "?");
  return 1;
}

static int l_change_folder(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  if (!file_gate_may(path, FILE_READ) || chdir(path) != 0) {
    luaL_pushfail(L);
    lua_pushstring(L, file_gate_why(errno));
    return 2;
  }
  lua_pushboolean(L, 1);
  return 1;
}

static const luaL_Reg functions[] = {
  {"folder", l_folder}, {"change_folder", l_change_folder}, {NULL, NULL}};

void open_folder(lua_State *L) {
  lib_context_add(L, "mlrepl.system", functions);
}
