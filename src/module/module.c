/* module.c - the library that `require "mlrepl"` loads in Lua 5.4.
 *
 * It has the names of the prompt in a table and leaves the host's Lua as it is:
 * its globals, its libraries and its handler of Ctrl-C.
 */
#define _GNU_SOURCE /* dladdr */
#include <dlfcn.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>
#include <lua.h>

#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "module/guard.h"
#include "module/host_signal.h"
#include "session/start/lib_path.h"
#include "sys/plugin.h"

int luaopen_mlrepl(lua_State *L);

/* Registry keys: the table that require returns, once it is complete; and a
 * userdata whose finalizer is called when the state is closed. */
static const char MODULE_KEY[] = "mlrepl.table", END_KEY[] = "mlrepl.end";

static const char GLOBALS[] = "globals";

/* -- globals --------------------------------------------------------------- */

static int l_globals(lua_State *L) {
  lib_context_note_globals(L);
  lua_settop(L, 0);
  lua_pushglobaltable(L);
  lua_getfield(L, LUA_REGISTRYINDEX, MODULE_KEY);
  for (lua_pushnil(L); lua_next(L, 2);) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    if (!strcmp(lua_tostring(L, -2), GLOBALS))
      lua_pop(L, 2);
    else
      lua_rawset(L, 1);
  }
  return 1;
}

static const Prim prims[] = {
  {GLOBALS, l_globals, "globals() -> table",
   "Copies all names of this table to the globals, replacing variables of the "
   "same names, and returns the table. The functions of Lua's own libraries stay "
   "as they are, except that ipairs also takes vectors and warn also controls "
   "the warnings of mlrepl: math.exp takes no values that grad tracks (exp does), "
   "and Ctrl-C stops a long string.rep no earlier than in lua5.4.",
   NULL},
  {NULL, NULL, NULL, NULL, NULL}};

/* -- opening --------------------------------------------------------------- */

/* What modules of the library use of Lua; not the user's globals. */
static void note_standard(lua_State *L) {
  static const char *const names[] = {
    "_G",       "_VERSION", "assert",  "collectgarbage", "dofile",
    "error",    "ipairs",   "load",    "loadfile",       "next",
    "pairs",    "pcall",    "print",   "rawequal",       "rawget",
    "rawlen",   "rawset",   "require", "select",         "setmetatable",
    "tonumber", "tostring", "type",    "warn",           "xpcall",
    "string",   "table",    "math",    "utf8",           "coroutine",
    "io",       "os",       "debug",   "package",        "getmetatable",
    NULL};
  lua_newtable(L);
  lua_pushglobaltable(L);
  for (size_t i = 0; names[i]; i++) {
    lua_pushstring(L, names[i]);
    lua_rawget(L, -2);
    lua_setfield(L, -3, names[i]);
  }
  lua_pop(L, 1);
  lib_context_note(L);
}

static int l_end(lua_State *L) {
  host_signal_leave(L);
  return 0;
}

static void call_at_end(lua_State *L) {
  lua_newuserdatauv(L, 0, 0);
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, l_end);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  lua_setfield(L, LUA_REGISTRYINDEX, END_KEY);
}

/* Plug-ins and the library are looked for near this file. */
static void find_own_file(void) {
  Dl_info info;
  char path[PATH_MAX];
  if (dladdr(prims, &info) && realpath(info.dli_fname, path))
    plugin_set_own_file(path);
}

/* Modules of the library see these functions instead of the host's. */
static void define_for_library(lua_State *L) {
  static const char *const names[] = {"ipairs", "warn", NULL};
  for (size_t i = 0; names[i]; i++) {
    registry_push_function(L, names[i]);
    lib_context_define(L, names[i]);
  }
  guard_push_pcall(L);
  lib_context_define(L, "pcall");
  lib_context_require(L, "mlrepl.context");
  lua_pushboolean(L, true);
  lua_setfield(L, -2, "host");
  lua_pop(L, 1);
}

static void open_module(lua_State *L) {
  find_own_file();
  const char *folder = lib_path_find(L, PREFIX);
  if (!folder) luaL_error(L, "mlrepl: its Lua files were not found");
  if (!plugin_is_there("openblas")) /* linear algebra could not say so */
    luaL_error(L, "mlrepl: its plug-ins were not found (mlrepl-openblas.so in "
                  "lib/mlrepl, or in the folder that MLREPL_PLUGINS names)");
  call_at_end(L);
  note_standard(L);
  lua_newtable(L);
  registry_set_names(L);
  modules_open_apart(L, folder);
  registry_add(L, prims);
  define_for_library(L);
  note_standard(L); /* who() shows what differs from these */
  registry_guard = guard_primitive;
  error_stopping = host_signal_stop;
}

__attribute__((visibility("default"))) int luaopen_mlrepl(lua_State *L) {
  luaL_checkversion(L);
  lua_settop(L, 0);
  if (lua_getfield(L, LUA_REGISTRYINDEX, MODULE_KEY) == LUA_TTABLE) return 1;
  open_module(L);
  registry_push_names(L);
  lua_pushvalue(L, -1);
  lua_setfield(L, LUA_REGISTRYINDEX, MODULE_KEY);
  return 1;
}
