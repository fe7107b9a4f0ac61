#include "session/lesson_hook.h"

#include <lauxlib.h>

#include "session/protected_call.h"
#include "lua/base/lib_context.h"

/* Pushes the listener and the event; returns false, pushing nothing, if there
 * is no listener. */
static bool push_listener(lua_State *L, const char *word) {
  if (!lib_context_find(L, "mlrepl.lesson.lesson", "listener")) return false;
  lua_pushstring(L, word);
  return true;
}

/* Pops the result of the call. A line whose handler failed counts as taken. */
static bool is_taken(lua_State *L, Outcome outcome) {
  if (outcome != RUN_DONE) return true;
  bool taken = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return taken;
}

void lesson_hook_open(lua_State *L) {
  if (push_listener(L, "open")) is_taken(L, protected_call_held(L, 1, 1, NULL));
}

bool lesson_hook_waits(lua_State *L) {
  return push_listener(L, "waits") &&
         is_taken(L, protected_call_held(L, 1, 1, NULL));
}

void lesson_hook_turn(lua_State *L) {
  if (push_listener(L, "turn")) is_taken(L, protected_call_held(L, 1, 1, NULL));
}

void lesson_hook_end(lua_State *L) {
  if (push_listener(L, "end")) is_taken(L, protected_call(L, 1, 1, NULL));
}

bool lesson_hook_line(lua_State *L, const char *text) {
  if (!push_listener(L, "line")) return false;
  lua_pushstring(L, text);
  return is_taken(L, protected_call(L, 2, 1, NULL));
}

bool lesson_hook_is_whole(lua_State *L, const char *text) {
  if (!push_listener(L, "whole")) return false;
  lua_pushstring(L, text);
  lua_call(L, 2, 1);
  bool whole = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return whole;
}

bool lesson_hook_values(lua_State *L, int first, int n) {
  luaL_checkstack(L, n + 3, "too many results");
  if (!push_listener(L, "values")) return false;
  for (int i = 0; i < n; i++) lua_pushvalue(L, first + i);
  return is_taken(L, protected_call(L, 1 + n, 1, NULL));
}
