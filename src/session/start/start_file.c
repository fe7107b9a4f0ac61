#define _POSIX_C_SOURCE 200809L
#include "session/start/start_file.h"

#include <unistd.h>

#include "lua/standard/load.h"
#include "session/prompt_commands.h"
#include "session/protected_call.h"
#include "sys/folders.h"

static int l_start_file(lua_State *L) {
  char path[4096];
  if (!folders_own_file(path, sizeof path, "XDG_CONFIG_HOME", ".config",
                        "init.lua"))
    return 0;
  if (access(path, F_OK)) return 0;
  if (load_file(L, path) != LUA_OK) return lua_error(L);
  lua_call(L, 0, 0);
  return 0;
}

void start_file_run(lua_State *L) {
  lua_pushcfunction(L, l_start_file);
  protected_call(L, 0, 0, NULL);
  prompt_commands_started(L);
}
