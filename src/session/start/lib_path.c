#define _POSIX_C_SOURCE 200809L
#include "session/start/lib_path.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lauxlib.h>

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

/* Stores the folder at the top of the stack if it is a library; pops it. */
static bool accept(lua_State *L) {
  bool good = holds(L, "mlrepl") || holds(L, "data");
  if (good)
    lua_setfield(L, LUA_REGISTRYINDEX, KEY);
  else
    lua_pop(L, 1);
  return good;
}

/* Pushes the folder of the executable. */
static void push_own_folder(lua_State *L) {
  char path[4096];
  ssize_t n = readlink("/proc/self/exe", path, sizeof path);
  while (n > 0 && path[n - 1] != '/') n--;
  lua_pushlstring(L, path, n > 0 ? (size_t)n : 0);
}

static bool find(lua_State *L, const char *prefix) {
  const char *asked = getenv("MLREPL_PATH");
  if (asked && *asked) {
    lua_pushstring(L, asked);
    return accept(L);
  }
  push_own_folder(L);
  const char *own = lua_tostring(L, -1);
  lua_pushfstring(L, "%slib", own);
  bool found = accept(L);
  if (!found) {
    lua_pushfstring(L, "%s../share/mlrepl", own);
    found = accept(L);
  }
  if (!found) {
    lua_pushfstring(L, "%s/share/mlrepl", prefix);
    found = accept(L);
  }
  lua_pop(L, 1);
  return found;
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
