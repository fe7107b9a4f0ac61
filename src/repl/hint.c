#include "hint.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "prim.h"

/* Pushes the name behind `before` in the message, which a quote ends. */
static bool push_name(lua_State *L, const char *message, const char *before) {
  const char *at = strstr(message, before);
  if (!at) return false;
  at += strlen(before);
  lua_pushlstring(L, at, strcspn(at, "'"));
  return true;
}

static const char *entry_text(lua_State *L, const char *key) {
  lua_getfield(L, -1, key);
  const char *text = lua_tostring(L, -1); /* the entry keeps it */
  lua_pop(L, 1);
  return text ? text : "";
}

/* Pushes where the word is a method or a field of something: "v:sum" for sum.
 * False when it is of nothing. */
static bool push_owned(lua_State *L, const char *word) {
  prim_push_list(L);
  lua_Integer n = (lua_Integer)lua_rawlen(L, -1);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, -1, i);
    const char *tail = strpbrk(entry_text(L, "name"), ".:");
    if (tail && !strcmp(tail + 1, word)) {
      const char *usage = entry_text(L, "usage");
      lua_pushlstring(L, usage, strcspn(usage, "({"));
      return true;
    }
    lua_pop(L, 1);
  }
  return false;
}

/* Pushes a table whose keys are the last words of the names, such as "save" of
 * plot.save. */
static void push_last_words(lua_State *L) {
  lua_newtable(L);
  prim_push_list(L);
  lua_Integer n = (lua_Integer)lua_rawlen(L, -1);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, -1, i);
    const char *dot = strchr(entry_text(L, "name"), '.');
    lua_pop(L, 1);
    if (!dot) continue;
    lua_pushboolean(L, 1);
    lua_setfield(L, -3, dot + 1);
  }
  lua_pop(L, 1);
}

static void push_global_hint(lua_State *L, const char *word) {
  if (!strcmp(word, "exit") || !strcmp(word, "quit")) {
    lua_pushliteral(L, "; os.exit() or Ctrl-D leaves");
    return;
  }
  if (push_owned(L, word)) {
    lua_pushfstring(L, "; did you mean '%s'?", lua_tostring(L, -1));
    return;
  }
  lua_pushglobaltable(L);
  push_suggestion(L, word, -1);
}

const char *hint_global(lua_State *L, const char *word) {
  push_global_hint(L, word);
  return lua_tostring(L, -1);
}

static void push_field_hint(lua_State *L, const char *word) {
  push_last_words(L);
  push_suggestion(L, word, -1);
}

void hint_append(lua_State *L) {
  int top = lua_gettop(L);
  const char *message = lua_tostring(L, top);
  if (push_name(L, message, "a nil value (global '"))
    push_global_hint(L, lua_tostring(L, -1));
  else if (push_name(L, message, "call a nil value (field '"))
    push_field_hint(L, lua_tostring(L, -1));
  else
    return;
  lua_pushfstring(L, "%s%s", message, lua_tostring(L, -1));
  lua_replace(L, top);
  lua_settop(L, top);
}
