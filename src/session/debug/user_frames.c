#include "session/debug/user_frames.h"

#include <string.h>

#include "lua/base/lib_context.h"

enum { SEARCHED = 1000 };

bool user_frames_is_user(lua_State *L, const lua_Debug *at) {
  const char *lib = lib_context_dir(L);
  if (*at->what == 'C') return false;
  return !lib || at->source[0] != '@' ||
         strncmp(at->source + 1, lib, strlen(lib)) != 0;
}

UserFrames user_frames_from(int level) { return (UserFrames){.next = level}; }

bool user_frames_next(lua_State *L, UserFrames *frames) {
  frames->before = NULL;
  while (frames->next < SEARCHED &&
         lua_getstack(L, frames->next, &frames->at)) {
    frames->next++;
    lua_getinfo(L, "Slnt", &frames->at);
    frames->called = frames->before;
    if (user_frames_is_user(L, &frames->at)) return true;
    frames->before = *frames->at.namewhat ? frames->at.name : NULL;
  }
  return false;
}

/* The names of the last value would hide the function's own. */
static bool is_answer(const char *name) {
  return !strcmp(name, "_") || !strcmp(name, "ans");
}

/* Pushes the name of a global function that runs in the frame. */
static bool push_global_name(lua_State *L, lua_State *from, lua_Debug *at) {
  lua_getinfo(from, "f", at);
  lua_xmove(from, L, 1);
  lua_pushglobaltable(L);
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    if (!lua_rawequal(L, -1, -4) || lua_type(L, -2) != LUA_TSTRING) continue;
    if (is_answer(lua_tostring(L, -2))) continue;
    lua_pop(L, 1);
    lua_replace(L, -3);
    lua_pop(L, 1);
    return true;
  }
  lua_pop(L, 2);
  return false;
}

void user_frames_push_name(lua_State *L, lua_State *from, lua_Debug *at) {
  static const char *const kinds[] = {"method", "metamethod", "for iterator"};
  const char *kind = "function";
  for (int i = 0; i < 3; i++)
    if (!strcmp(at->namewhat, kinds[i])) kind = kinds[i];
  if (*at->what == 'm')
    lua_pushliteral(L, "main chunk");
  else if (*at->namewhat)
    lua_pushfstring(L, "%s '%s'", kind, at->name);
  else if (push_global_name(L, from, at)) {
    lua_pushfstring(L, "function '%s'", lua_tostring(L, -1));
    lua_remove(L, -2);
  } else
    lua_pushfstring(L, "function <%s:%d>", at->short_src, at->linedefined);
}
