#define _POSIX_C_SOURCE 200809L
#include "lua/standard/fence.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>
#include <lualib.h>

#include "lua/base/lib_context.h"
#include "sys/file_gate.h"

enum { LONGEST = 4096 }; /* of a path */

/* -- functions that take a file name -------------------------------------- */

/* How a function of Lua tells that it cannot open a file. */
typedef enum Manner { RETURNS, RAISES } Manner;

/* The uses of the first two arguments. The mode of io.open may ask for more. */
typedef struct Door {
  const char *table, *name;
  int paths;
  FileUse use;
  Manner manner;
} Door;

static const Door doors[] = {
  {LUA_IOLIBNAME, "open", 1, FILE_READ, RETURNS},
  {LUA_IOLIBNAME, "lines", 1, FILE_READ, RAISES},
  {LUA_IOLIBNAME, "input", 1, FILE_READ, RAISES},
  {LUA_IOLIBNAME, "output", 1, FILE_WRITE, RAISES},
  {LUA_OSLIBNAME, "remove", 1, FILE_WRITE, RETURNS},
  {LUA_OSLIBNAME, "rename", 2, FILE_WRITE, RETURNS},
  {LUA_GNAME, "loadfile", 1, FILE_READ, RETURNS},
  {LUA_GNAME, "dofile", 1, FILE_READ, RAISES},
};

/* The use that the mode of io.open asks for. */
static FileUse use_of(lua_State *L, const Door *d) {
  if (strcmp(d->name, "open") != 0) return d->use;
  return strpbrk(luaL_optstring(L, 2, "r"), "wa+") ? FILE_WRITE : FILE_READ;
}

static int refuse(lua_State *L, const Door *d, const char *path) {
  const char *why = file_gate_why(EACCES);
  if (d->manner == RAISES) return luaL_error(L, "%s: %s", path, why);
  luaL_pushfail(L);
  lua_pushfstring(L, "%s: %s", path, why);
  lua_pushinteger(L, EACCES);
  return strcmp(d->name, "loadfile") ? 3 : 2;
}

static int finish(lua_State *L, int status, lua_KContext context) {
  (void)status;
  (void)context;
  return lua_gettop(L);
}

/* Upvalues: Lua's function and the door. A name with a zero byte in it is
 * shorter to the system than to the gate, so it is refused. */
static int l_door(lua_State *L) {
  const Door *d = lua_touserdata(L, lua_upvalueindex(2));
  for (int i = 1; i <= d->paths; i++) {
    size_t n;
    if (!lua_isstring(L, i)) continue; /* a file, nothing, or a mistake */
    const char *path = lua_tolstring(L, i, &n);
    if (strlen(path) != n || !file_gate_may(path, use_of(L, d)))
      return refuse(L, d, path);
  }
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_insert(L, 1);
  lua_callk(L, lua_gettop(L) - 1, LUA_MULTRET, 0, finish);
  return finish(L, LUA_OK, 0);
}

static void push_library(lua_State *L, const char *name) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_getfield(L, -1, name);
  lua_remove(L, -2);
}

/* The program's modules, which a script can ask to load a file, see the same. */
static void copy_to_library(lua_State *L, const char *name) {
  lib_context_require(L, "mlrepl.context");
  lua_getfield(L, -1, "known");
  lua_getglobal(L, name);
  lua_setfield(L, -2, name);
  lua_pop(L, 2);
}

static void hang_doors(lua_State *L) {
  for (size_t i = 0; i < sizeof doors / sizeof *doors; i++) {
    const Door *d = &doors[i];
    push_library(L, d->table);
    lua_getfield(L, -1, d->name);
    lua_pushlightuserdata(L, (void *)d);
    lua_pushcclosure(L, l_door, 2);
    lua_setfield(L, -2, d->name);
    lua_pop(L, 1);
    if (!strcmp(d->table, LUA_GNAME)) copy_to_library(L, d->name);
  }
}

/* -- temporary files ------------------------------------------------------ */

/* Upvalue: the folder. */
static int l_tmpname(lua_State *L) {
  char path[LONGEST];
  const char *folder = lua_tostring(L, lua_upvalueindex(1));
  snprintf(path, sizeof path, "%s/lua-XXXXXX", folder);
  int fd = mkstemp(path);
  if (fd < 0) return luaL_error(L, "unable to generate a unique filename");
  close(fd);
  lua_pushstring(L, path);
  return 1;
}

/* Upvalues: os.tmpname, io.open and os.remove. */
static int l_tmpfile(lua_State *L) {
  lua_settop(L, 0);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_call(L, 0, 1);
  lua_pushvalue(L, lua_upvalueindex(2));
  lua_pushvalue(L, 1);
  lua_pushliteral(L, "w+");
  lua_call(L, 2, 3);
  lua_pushvalue(L, lua_upvalueindex(3));
  lua_pushvalue(L, 1);
  lua_call(L, 1, 0);
  return 3;
}

static void move_temporary(lua_State *L, const char *folder) {
  push_library(L, LUA_IOLIBNAME);
  push_library(L, LUA_OSLIBNAME);
  lua_pushstring(L, folder);
  lua_pushcclosure(L, l_tmpname, 1);
  lua_pushvalue(L, -1);
  lua_setfield(L, -3, "tmpname");
  lua_getfield(L, -3, "open");
  lua_getfield(L, -3, "remove");
  lua_pushcclosure(L, l_tmpfile, 3);
  lua_setfield(L, -3, "tmpfile");
  lua_pop(L, 2);
}

/* -- what is taken away --------------------------------------------------- */

/* Upvalue: the name. */
static int l_missing(lua_State *L) {
  return luaL_error(L, "%s is not available under --safe",
                    lua_tostring(L, lua_upvalueindex(1)));
}

/* os.execute() and os.getenv(name): there is no shell and no variable. */
static int l_nothing(lua_State *L) {
  const char *name = lua_tostring(L, lua_upvalueindex(1));
  if (!strcmp(name, "os.execute") && !lua_isnoneornil(L, 1))
    return l_missing(L);
  if (!strcmp(name, "os.getenv")) luaL_checkstring(L, 1);
  lua_pushnil(L);
  return 1;
}

static void replace(lua_State *L, const char *name, lua_CFunction fn) {
  const char *dot = strchr(name, '.');
  lua_pushlstring(L, name, (size_t)(dot - name));
  push_library(L, lua_tostring(L, -1));
  lua_pushstring(L, name);
  lua_pushcclosure(L, fn, 1);
  lua_setfield(L, -2, dot + 1);
  lua_pop(L, 2);
}

/* The program's own modules keep the real library (lua/base/lib_context.h). */
static void leave_traceback(lua_State *L) {
  push_library(L, LUA_DBLIBNAME);
  lua_getfield(L, -1, "traceback");
  lua_createtable(L, 0, 1);
  lua_insert(L, -2);
  lua_setfield(L, -2, "traceback");
  lua_replace(L, -2);
  lua_pushvalue(L, -1);
  lua_setglobal(L, LUA_DBLIBNAME);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
  lua_insert(L, -2);
  lua_setfield(L, -2, LUA_DBLIBNAME);
  lua_pop(L, 1);
}

/* -- modules -------------------------------------------------------------- */

/* Pushes the templates whose file may be read. The others are left out, so that
 * nobody learns which files exist. */
static void push_allowed(lua_State *L, const char *templates,
                         const char *name) {
  const int allowed = lua_gettop(L) + 1;
  lua_pushliteral(L, "");
  while (*templates) {
    size_t n = strcspn(templates, LUA_PATH_SEP);
    const char *one = lua_pushlstring(L, templates, n);
    const char *file = luaL_gsub(L, one, LUA_PATH_MARK, name);
    if (file_gate_may(file, FILE_READ)) {
      const char *others = lua_tostring(L, allowed);
      lua_pushfstring(L, *others ? "%s" LUA_PATH_SEP "%s" : "%s%s", others,
                      one);
      lua_replace(L, allowed);
    }
    lua_settop(L, allowed);
    templates += templates[n] ? n + 1 : n;
  }
}

/* package.searchpath; the upvalue is Lua's. */
static int l_searchpath(lua_State *L) {
  const char *name = luaL_checkstring(L, 1);
  const char *templates = luaL_checkstring(L, 2);
  const char *separator = luaL_optstring(L, 3, ".");
  const char *by = luaL_optstring(L, 4, LUA_DIRSEP);
  lua_settop(L, 4);
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushvalue(L, 1);
  if (*separator) name = luaL_gsub(L, name, separator, by);
  push_allowed(L, templates, name);
  lua_replace(L, 2);
  lua_settop(L, 6);
  if (!lua_rawlen(L, 2)) {
    lua_pushnil(L);
    lua_pushliteral(L, "no file that may be read under --safe");
    return 2;
  }
  lua_pushvalue(L, 2);
  lua_pushstring(L, separator);
  lua_pushstring(L, by);
  lua_call(L, 4, LUA_MULTRET);
  return lua_gettop(L) - 4;
}

/* Leaves package.preload and package.path; the program's own modules, which
 * hold what was taken from the script, can no longer be required. */
static void limit_modules(lua_State *L) {
  push_library(L, LUA_LOADLIBNAME);
  lua_getfield(L, -1, "searchpath");
  lua_pushcclosure(L, l_searchpath, 1);
  lua_pushvalue(L, -1);
  lua_setfield(L, -3, "searchpath");
  lua_getfield(L, -2, "searchers");
  for (lua_Integer i = (lua_Integer)lua_rawlen(L, -1); i > 2; i--) {
    lua_pushnil(L);
    lua_rawseti(L, -2, i);
  }
  lua_rawgeti(L, -1, 2); /* its upvalues: lua/standard/load.c */
  lua_pushvalue(L, -3);
  lua_setupvalue(L, -2, 2);
  lua_pop(L, 3);
  lua_pushliteral(L, "./?.lua;./?/init.lua");
  lua_setfield(L, -2, "path");
  lua_pushliteral(L, "");
  lua_setfield(L, -2, "cpath");
  lua_pop(L, 1);
}

/* -- all ------------------------------------------------------------------ */

void fence_close(lua_State *L, const char *temporary) {
  static const char *const missing[] = {"io.popen", "package.loadlib"};
  static const char *const nothing[] = {"os.execute", "os.getenv"};
  hang_doors(L);
  move_temporary(L, temporary);
  for (size_t i = 0; i < sizeof missing / sizeof *missing; i++)
    replace(L, missing[i], l_missing);
  for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
    replace(L, nothing[i], l_nothing);
  leave_traceback(L);
  limit_modules(L);
  file_gate_close();
}
