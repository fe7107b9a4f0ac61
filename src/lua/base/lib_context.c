#define _POSIX_C_SOURCE 200809L
#include "lua/base/lib_context.h"

#include <string.h>
#include <unistd.h>

#include <lauxlib.h>

#include "lua/base/args.h"
#include "lua/base/did_you_mean.h"
#include "lua/base/error.h"
#include "lua/base/printoptions.h"
#include "lua/base/registry.h"
#include "sys/plain_text.h"
#include "sys/utf8.h"
#include "lua/base/modules.h"

/* Registry keys: */
static const char MODULES_KEY[] = "mlrepl.modules"; /* name -> its table */
static const char KNOWN_KEY[] = "mlrepl.known";     /* the program's globals */
static const char ENVIRONMENT_KEY[] = "mlrepl.environment";
static const char CONTEXT[] = "mlrepl.context";

/* -- native modules ------------------------------------------------------- */

static void push_native(lua_State *L, const char *module) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, MODULES_KEY);
  luaL_getsubtable(L, -1, module);
  lua_remove(L, -2);
}

void lib_context_add(lua_State *L, const char *module,
                     const luaL_Reg *functions) {
  push_native(L, module);
  luaL_setfuncs(L, functions, 0);
  lua_pop(L, 1);
}

const char *lib_context_dir(lua_State *L) {
  push_native(L, CONTEXT);
  lua_getfield(L, -1, "lib_dir");
  const char *lib_dir = lua_tostring(L, -1); /* owned by the context */
  lua_pop(L, 2);
  return lib_dir;
}

/* -- modules of lib/mlrepl ------------------------------------------------ */

/* Makes the environment the only upvalue of the chunk at the top. */
static void set_environment(lua_State *L) {
  lua_getfield(L, LUA_REGISTRYINDEX, ENVIRONMENT_KEY);
  if (!lua_setupvalue(L, -2, 1)) lua_pop(L, 1);
}

/* Registers the entries of the module at the top. */
static void register_entries(lua_State *L, const char *module) {
  if (!lua_istable(L, -1)) luaL_error(L, "%s does not return a table", module);
  if (lua_getfield(L, -1, "entries") == LUA_TTABLE)
    registry_add_lua(L);
  else
    lua_pop(L, 1);
}

/* Pushes the table returned by a file such as
 * "<lib_dir>/mlrepl/explain/why.lua". */
static void load_module(lua_State *L, const char *module) {
  const char *lib_dir = lib_context_dir(L);
  if (!lib_dir)
    luaL_error(L, "cannot load %s: the library was not found", module);
  const char *path = luaL_gsub(L, module, ".", "/");
  lua_pushfstring(L, "%s/%s.lua", lib_dir, path);
  if (luaL_loadfilex(L, lua_tostring(L, -1), "t") != LUA_OK) lua_error(L);
  set_environment(L);
  lua_call(L, 0, 1);
  register_entries(L, module);
  lua_replace(L, -3);
  lua_pop(L, 1);
}

static bool push_loaded(lua_State *L, const char *module) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, MODULES_KEY);
  bool loaded = lua_getfield(L, -1, module) != LUA_TNIL;
  lua_remove(L, -2);
  if (!loaded) lua_pop(L, 1);
  return loaded;
}

/* mlrepl.frames is native, mlrepl.plots.live is a file. */
static bool is_native(const char *module) {
  const char *dot = strchr(module, '.');
  return dot && !strchr(dot + 1, '.');
}

void lib_context_require(lua_State *L, const char *module) {
  if (is_native(module)) {
    push_native(L, module);
    return;
  }
  luaL_checkstack(L, 10, module);
  if (push_loaded(L, module)) return;
  modules_open_group_of(L, module);
  if (push_loaded(L, module)) return;
  load_module(L, module);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, MODULES_KEY);
  lua_pushvalue(L, -2);
  lua_setfield(L, -2, module);
  lua_pop(L, 1);
}

bool lib_context_has(lua_State *L, const char *module) {
  const char *lib_dir = lib_context_dir(L);
  if (!lib_dir || strncmp(module, "mlrepl.", 7) != 0) return false;
  if (is_native(module)) return true;
  const char *path = luaL_gsub(L, module, ".", "/");
  bool found = !access(lua_pushfstring(L, "%s/%s.lua", lib_dir, path), R_OK);
  lua_pop(L, 2);
  return found;
}

bool lib_context_find(lua_State *L, const char *module, const char *name) {
  if (!lib_context_dir(L)) return false;
  lib_context_require(L, module);
  bool found = lua_getfield(L, -1, name) != LUA_TNIL;
  lua_remove(L, -2);
  if (!found) lua_pop(L, 1);
  return found;
}

void lib_context_push(lua_State *L, const char *module, const char *name) {
  if (!lib_context_find(L, module, name))
    fail(L, "requires the program's Lua library, which was not found");
}

static int l_require(lua_State *L) {
  const char *module = luaL_checkstring(L, 1);
  if (strncmp(module, "mlrepl.", 7) != 0)
    return luaL_error(L, "%s is not a module of the library", module);
  lib_context_require(L, module);
  return 1;
}

/* -- errors with the line of the user's code ------------------------------ */

/* Whether the function belongs to the library, in lib_dir/mlrepl/. */
static bool in_library(lua_State *L, const lua_Debug *where) {
  const char *lib_dir = lib_context_dir(L);
  if (!lib_dir) return false;
  const char *prefix = lua_pushfstring(L, "@%s/mlrepl/", lib_dir);
  bool ours = !strncmp(where->source, prefix, strlen(prefix));
  lua_pop(L, 1);
  return ours;
}

/* Pushes "file.lua:12: " for the innermost line outside the library. */
static void push_place(lua_State *L) {
  lua_Debug where;
  for (int level = 1; lua_getstack(L, level, &where); level++) {
    lua_getinfo(L, "Sl", &where);
    if (where.currentline < 0 || in_library(L, &where)) continue;
    lua_pushfstring(L, "%s:%d: ", where.short_src, where.currentline);
    return;
  }
  lua_pushliteral(L, "");
}

bool lib_context_is_caller(lua_State *L) {
  lua_Debug caller;
  for (int level = 1; lua_getstack(L, level, &caller); level++) {
    lua_getinfo(L, "S", &caller);
    if (*caller.what != 'C') return in_library(L, &caller); /* or pcall */
  }
  return false;
}

void push_where(lua_State *L) {
  lua_Debug caller;
  bool known = lua_getstack(L, 1, &caller) && lua_getinfo(L, "S", &caller);
  if (known && (in_library(L, &caller) || *caller.what == 'C'))
    push_place(L);
  else
    luaL_where(L, 1);
}

/* User values in a message may be long or contain control characters. */
static void push_tame(lua_State *L, const char *text) {
  enum { LONGEST = 1000 };
  size_t n = strlen(text), end = n < LONGEST ? n : utf8_cut(text, LONGEST);
  luaL_Buffer b;
  char *out = luaL_buffinitsize(L, &b, end);
  luaL_addsize(&b, plain_text(out, text, end));
  if (end < n) luaL_addstring(&b, "...");
  luaL_pushresult(&b);
}

int fail_with_sentence(lua_State *L, const char *name, const char *text) {
  push_where(L);
  push_tame(L, text);
  lua_pushfstring(L, "%s%s: %s", lua_tostring(L, -2), name,
                  lua_tostring(L, -1));
  return lua_error(L);
}

/* -- the context ---------------------------------------------------------- */

static int l_fail(lua_State *L) {
  return fail_with_sentence(L, luaL_checkstring(L, 1), luaL_checkstring(L, 2));
}

static int l_describe(lua_State *L) {
  lua_settop(L, 1);
  push_description(L, 1);
  return 1;
}

static int l_wrong_number(lua_State *L) {
  lua_settop(L, 1);
  push_wrong_number(L, 1);
  return 1;
}

static int l_suggest(lua_State *L) {
  luaL_checktype(L, 2, LUA_TTABLE);
  push_suggestion(L, luaL_checkstring(L, 1), 2);
  return 1;
}

static int push_plain(lua_State *L, size_t room,
                      size_t (*make)(char *, const char *, size_t)) {
  size_t n;
  const char *text = luaL_checklstring(L, 1, &n);
  luaL_Buffer b;
  char *out = luaL_buffinitsize(L, &b, room * n);
  luaL_pushresultsize(&b, make(out, text, n));
  return 1;
}

static int l_plain(lua_State *L) { return push_plain(L, 1, plain_text); }

static int l_comment(lua_State *L) {
  return push_plain(L, 2, plain_text_comment);
}

static int l_width(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)printoptions_width(L));
  return 1;
}

/* The metatable looks up its methods unless it has its own __index. A module that
 * could not be loaded for lack of memory declares its types again. */
static int l_type(lua_State *L) {
  const char *name = luaL_checkstring(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  lua_pushvalue(L, 1);
  lua_setfield(L, 2, "__name");
  lua_newtable(L);
  lua_setfield(L, 2, "__fields");
  lua_newtable(L);
  lua_pushvalue(L, -1);
  lua_setfield(L, 2, "__methods");
  if (lua_getfield(L, 2, "__index") == LUA_TNIL) {
    lua_pushvalue(L, -2);
    lua_setfield(L, 2, "__index");
  }
  lua_settop(L, 2);
  lua_pushvalue(L, 2);
  lua_setfield(L, LUA_REGISTRYINDEX, name);
  return 1;
}

/* (name, options): the allowed names are those in the entry's usage. */
static int l_options(lua_State *L) {
  const char *name = luaL_checkstring(L, 1);
  lua_settop(L, 2);
  const char *usage = registry_push_usage(L, name);
  if (lua_isnil(L, 2) || check_is_class_names(L, 2, usage ? usage : "")) {
    lua_newtable(L);
    return 1;
  }
  const char *got = push_description(L, 2);
  if (!lua_istable(L, 2) || strcmp(got, "table") != 0)
    return fail_with_sentence(
      L, name, lua_pushfstring(L, "table of options expected, got %s", got));
  push_option_names(L, usage ? usage : "");
  int names = lua_gettop(L);
  lua_pushnil(L);
  while (lua_next(L, 2)) {
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    if (lua_rawget(L, names) == LUA_TNIL) {
      const char *key = luaL_tolstring(L, -2, NULL);
      const char *hint = push_suggestion(L, key, names);
      if (!*hint)
        hint = lua_pushfstring(L, "; help\"%s\" lists the options", name);
      return fail_with_sentence(
        L, name, lua_pushfstring(L, "unknown option '%s'%s", key, hint));
    }
    lua_pop(L, 1);
  }
  lua_pushvalue(L, 2);
  return 1;
}

/* (name, argument, value, otherwise) */
static int l_count(lua_State *L) {
  const char *name = luaL_checkstring(L, 1);
  lua_settop(L, 4);
  if (lua_isnil(L, 3)) return 1;
  int whole = 0;
  lua_Integer count = lua_tointegerx(L, 3, &whole);
  if (lua_type(L, 3) != LUA_TNUMBER || !whole || count < 0) {
    const char *got = push_description(L, 3);
    return fail_with_sentence(
      L, name,
      lua_pushfstring(L, "%s: integer of at least 0 expected, got %s",
                      luaL_checkstring(L, 2), got));
  }
  lua_pushinteger(L, count);
  return 1;
}

static const luaL_Reg functions[] = {{"fail", l_fail},
                                     {"describe", l_describe},
                                     {"suggest", l_suggest},
                                     {"wrong_number", l_wrong_number},
                                     {"width", l_width},
                                     {"type", l_type},
                                     {"options", l_options},
                                     {"count", l_count},
                                     {"plain", l_plain},
                                     {"comment", l_comment},
                                     {NULL, NULL}};

/* Modules see the known globals and the library's require. */
static void make_environment(lua_State *L) {
  lua_createtable(L, 0, 1);
  lua_pushcfunction(L, l_require);
  lua_setfield(L, -2, "require");
  lua_createtable(L, 0, 1);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, KNOWN_KEY);
  lua_setfield(L, -2, "__index");
  lua_setmetatable(L, -2);
  lua_setfield(L, LUA_REGISTRYINDEX, ENVIRONMENT_KEY);
}

void lib_context_open(lua_State *L, const char *lib_dir) {
  lib_context_add(L, CONTEXT, functions);
  push_native(L, CONTEXT);
  lua_pushstring(L, lib_dir);
  lua_setfield(L, -2, "lib_dir");
  luaL_getsubtable(L, LUA_REGISTRYINDEX, KNOWN_KEY);
  lua_setfield(L, -2, "known");
  lua_pop(L, 1);
  make_environment(L);
}

void lib_context_print(lua_State *L) {
  if (lua_getglobal(L, "print") != LUA_TFUNCTION) {
    luaL_getsubtable(L, LUA_REGISTRYINDEX, KNOWN_KEY);
    lua_getfield(L, -1, "print");
    lua_replace(L, -3);
    lua_pop(L, 1);
  }
  lua_insert(L, -2);
  lua_call(L, 1, 0);
}

void lib_context_note(lua_State *L) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, KNOWN_KEY);
  lua_insert(L, -2);
  for (lua_pushnil(L); lua_next(L, -2);) {
    lua_pushvalue(L, -2);
    lua_insert(L, -2);
    lua_rawset(L, -5);
  }
  lua_pop(L, 2);
}

void lib_context_define(lua_State *L, const char *name) {
  lua_getfield(L, LUA_REGISTRYINDEX, ENVIRONMENT_KEY);
  lua_insert(L, -2);
  lua_setfield(L, -2, name);
  lua_pop(L, 1);
}

void lib_context_note_globals(lua_State *L) {
  registry_push_names(L);
  lib_context_note(L);
}
