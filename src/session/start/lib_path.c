#define _POSIX_C_SOURCE 200809L
#include "session/start/lib_path.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lauxlib.h>

#include "sys/plugin.h"

static const char KEY[] = "mlrepl.library";

const char *lib_path_folder(lua_State *L) {
  lua_getfield(L, LUA_REGISTRYINDEX, KEY);
  const char *folder = lua_tostring(L, -1);
  lua_pop(L, 1);
  return folder;
}

/* Does the folder at the top of the stack contain the folder `name`? */
static bool holds(lua_State *L, const char *name) {
  struct stat found;
  lua_pushfstring(L, "%s/%s", lua_tostring(L, -1), name);
  bool is_folder = !stat(lua_tostring(L, -1), &found) && S_ISDIR(found.st_mode);
  lua_pop(L, 1);
  return is_folder;
}

/* Stores the folder at the top of the stack if it is a library; pops it. Plug-ins
 * are in a folder mlrepl, too. */
static bool accept(lua_State *L) {
  bool good = holds(L, "mlrepl/prompt") || holds(L, "data");
  if (good)
    lua_setfield(L, LUA_REGISTRYINDEX, KEY);
  else
    lua_pop(L, 1);
  return good;
}

/* Where the library is, relative to the program: built or installed; the last
 * three for a program that is itself a library of Lua, in a build, in
 * lib/lua/5.4, or in a folder of lib for the kind of machine. */
static const char *const places[] = {"lib", "../share/mlrepl", "../lib",
                                     "../../../share/mlrepl",
                                     "../../../../share/mlrepl"};

static bool find(lua_State *L, const char *prefix) {
  const char *asked = getenv("MLREPL_PATH");
  if (asked && *asked) {
    lua_pushstring(L, asked);
    return accept(L);
  }
  char own[4096];
  plugin_own_folder(own, sizeof own);
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    lua_pushfstring(L, "%s%s", own, places[i]);
    if (accept(L)) return true;
  }
  lua_pushfstring(L, "%s/share/mlrepl", prefix);
  return accept(L);
}

const char *lib_path_find(lua_State *L, const char *prefix) {
  if (!find(L, prefix)) {
    const char *asked = getenv("MLREPL_PATH");
    fprintf(stderr,
            "mlrepl: warning: library folder not found%s%s; functions written "
            "in Lua and the bundled data are not available (set MLREPL_PATH "
            "to the folder that contains mlrepl/ and data/)\n",
            asked && *asked ? " in MLREPL_PATH=" : "",
            asked && *asked ? asked : "");
    return NULL;
  }
  return lib_path_folder(L);
}
