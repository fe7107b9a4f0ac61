#include "lua/base/lib_context.h"

#include <ctype.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/base/did_you_mean.h"
#include "lua/base/error.h"
#include "lua/base/printoptions.h"
#include "sys/utf8.h"

static const char KIT_KEY[] = "mlrepl.kit";

void push_kit(lua_State *L) { luaL_getsubtable(L, LUA_REGISTRYINDEX, KIT_KEY); }

/* Is the function one of ours? They are loaded from lib_dir/mlrepl/. */
static bool in_library(lua_State *L, const lua_Debug *where) {
  push_kit(L);
  if (lua_getfield(L, -1, "lib_dir") != LUA_TSTRING) {
    lua_pop(L, 2);
    return false;
  }
  lua_pushfstring(L, "@%s/mlrepl/", lua_tostring(L, -1));
  const char *prefix = lua_tostring(L, -1);
  bool ours = !strncmp(where->source, prefix, strlen(prefix));
  lua_pop(L, 3);
  return ours;
}

/* Pushes "file.lua:12: " for the innermost line that is not ours. */
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

void push_where(lua_State *L) {
  lua_Debug caller;
  bool known = lua_getstack(L, 1, &caller) && lua_getinfo(L, "S", &caller);
  if (known && (in_library(L, &caller) || *caller.what == 'C'))
    push_place(L);
  else
    luaL_where(L, 1);
}

/* What a learner's values bring into a sentence may be long, or move the
 * cursor of a terminal. */
static void push_tame(lua_State *L, const char *text) {
  enum { LONGEST = 1000 };
  size_t n = strlen(text), end = n < LONGEST ? n : utf8_cut(text, LONGEST);
  luaL_Buffer b;
  char *out = luaL_buffinitsize(L, &b, end);
  for (size_t i = 0; i < end; i++)
    out[i] = iscntrl((unsigned char)text[i]) ? ' ' : text[i];
  luaL_addsize(&b, end);
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

static int l_fail(lua_State *L) {
  return fail_with_sentence(L, luaL_checkstring(L, 1), luaL_checkstring(L, 2));
}

static int l_describe(lua_State *L) {
  lua_settop(L, 1);
  push_description(L, 1);
  return 1;
}

static int l_suggest(lua_State *L) {
  luaL_checktype(L, 2, LUA_TTABLE);
  push_suggestion(L, luaL_checkstring(L, 1), 2);
  return 1;
}

static int l_width(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)printoptions_width(L));
  return 1;
}

/* The metatable looks up its methods unless it brings an __index. */
static int l_type(lua_State *L) {
  const char *name = luaL_checkstring(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  if (luaL_getmetatable(L, name) != LUA_TNIL)
    return luaL_error(L, "type '%s' is there already", name);
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

static const luaL_Reg functions[] = {
  {"fail", l_fail},   {"describe", l_describe}, {"suggest", l_suggest},
  {"width", l_width}, {"type", l_type},         {NULL, NULL}};

void kit_open(lua_State *L, const char *lib_dir) {
  push_kit(L);
  lua_pushstring(L, lib_dir);
  lua_setfield(L, -2, "lib_dir");
  luaL_setfuncs(L, functions, 0);
  lua_pop(L, 1);
}

void push_from_kit(lua_State *L, const char *name) {
  push_kit(L);
  if (lua_getfield(L, -1, name) == LUA_TNIL)
    fail(L, "needs the program's library of Lua files, which was not found");
  lua_remove(L, -2);
}
