#define _GNU_SOURCE
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <lauxlib.h>
#include <lualib.h>

#include "lua/base/modules.h"
#include "session/start/lib_path.h"
#include "sys/io.h"

/* -- the state -------------------------------------------------------------- */

/* More than any input may need: a larger request must be refused by a check. */
enum { MOST_BYTES = 256 << 20 };

static size_t used;

void *fuzz_allocate(void *ud, void *block, size_t old, size_t size) {
  (void)ud;
  size_t had = block ? old : 0;
  if (!size) {
    free(block);
    used -= had;
    return NULL;
  }
  if (size > had && used - had + size > MOST_BYTES) return NULL;
  void *made = realloc(block, size);
  if (made) used += size - had;
  return made;
}

static int l_open(lua_State *L) {
  luaL_openlibs(L);
  modules_open(L, lib_path_find(L, "."));
  modules_open_late(L);
  static const char quiet[] = "warn '@off' print = function() end";
  return luaL_dostring(L, quiet) ? lua_error(L) : 0;
}

lua_State *fuzz_state(void) {
  static lua_State *L;
  if (L) return L;
  setenv("MLREPL_PLOT", "none", 1);
  L = lua_newstate(fuzz_allocate, NULL);
  lua_pushcfunction(L, l_open);
  if (lua_pcall(L, 0, 0, 0) != LUA_OK) {
    fprintf(stderr, "%s\n", lua_tostring(L, -1));
    abort();
  }
  return L;
}

/* -- running ---------------------------------------------------------------- */

/* A file that exists only in memory. */
static int make_file(const uint8_t *data, size_t n, char path[32]) {
  int fd = memfd_create("fuzz", 0);
  if (fd < 0 || !io_write_all(fd, data, n)) abort();
  snprintf(path, 32, "/proc/self/fd/%d", fd);
  return fd;
}

/* Compiled once: a target has one code. */
static void push_code(lua_State *L, const char *code) {
  if (lua_getfield(L, LUA_REGISTRYINDEX, code) == LUA_TFUNCTION) return;
  lua_pop(L, 1);
  lua_pushfstring(L, "local bytes, path = ...\n%s", code);
  if (luaL_loadstring(L, lua_tostring(L, -1)) != LUA_OK) abort();
  lua_remove(L, -2);
  lua_pushvalue(L, -1);
  lua_setfield(L, LUA_REGISTRYINDEX, code);
}

void fuzz_run(const char *code, const uint8_t *data, size_t n) {
  lua_State *L = fuzz_state();
  char path[32] = "";
  int fd = strstr(code, "path") ? make_file(data, n, path) : -1;
  push_code(L, code);
  lua_pushlstring(L, (const char *)data, n);
  lua_pushstring(L, path);
  if (lua_pcall(L, 2, 0, 0) != LUA_OK && !lua_isstring(L, -1)) abort();
  lua_settop(L, 0);
  if (fd >= 0) close(fd);
}
