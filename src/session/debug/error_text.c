#include "session/debug/error_text.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "session/assist/inspect.h"
#include "sys/utf8.h"

enum { MOST_LINES = 10, MOST_BYTES = 1000 };

/* Bytes of the text that are shown. */
static size_t shown_length(const char *text, size_t n) {
  const char *end = text;
  for (int i = 0; i < MOST_LINES && *end; i++) {
    end += strcspn(end, "\n");
    if (*end && i < MOST_LINES - 1) end++;
  }
  n = (size_t)(end - text);
  return n > MOST_BYTES ? utf8_cut(text, MOST_BYTES) : n;
}

/* (value) -> the result of its __tostring, or nothing */
static int l_own_text(lua_State *L) {
  return luaL_callmeta(L, 1, "__tostring");
}

/* Pushes the result of __tostring; returns false and pushes nothing if there is
 * none, or it is no string, or it fails. */
static bool push_own(lua_State *L, int index) {
  lua_pushcfunction(L, l_own_text);
  lua_pushvalue(L, index);
  bool good = lua_pcall(L, 1, 1, 0) == LUA_OK && lua_type(L, -1) == LUA_TSTRING;
  if (!good) lua_pop(L, 1);
  return good;
}

/* Pushes the value as the prompt shows it; its type if that fails. */
static void push_shown(lua_State *L, int index) {
  lua_pushcfunction(L, inspect_text);
  lua_pushvalue(L, index);
  if (lua_pcall(L, 1, 1, 0) != LUA_OK || lua_type(L, -1) != LUA_TSTRING) {
    lua_pop(L, 1);
    lua_pushfstring(L, "a %s", luaL_typename(L, index));
  }
  size_t n;
  const char *text = lua_tolstring(L, -1, &n);
  size_t shown = shown_length(text, n);
  lua_pushlstring(L, text, shown);
  if (shown < n) lua_pushliteral(L, " ...");
  if (shown < n) lua_concat(L, 2);
  lua_remove(L, -2);
}

ErrorKind error_text_push(lua_State *L, int index) {
  index = lua_absindex(L, index);
  if (lua_isstring(L, index)) {
    lua_pushvalue(L, index);
    lua_tostring(L, -1);
    return ERROR_MESSAGE;
  }
  if (push_own(L, index)) return ERROR_OWN;
  if (lua_isnil(L, index)) {
    lua_pushliteral(L, "error without a message: error() was called with nil");
    return ERROR_OBJECT;
  }
  lua_pushliteral(L, "error object: ");
  push_shown(L, index);
  lua_concat(L, 2);
  return ERROR_OBJECT;
}
