#define _POSIX_C_SOURCE 200809L
#include "repl/entry_editor.h"

#include <stdio.h>
#include <string.h>

#include <lauxlib.h>
#include <readline/readline.h>

#include "repl/redisplay.h"
#include "lua/base/lib_context.h"
#include "session/protected_call.h"

/* (text) -> the edited text; an error is one sentence. */
static int l_edit(lua_State *L) {
  const char *text = lua_touserdata(L, 1);
  lib_context_push(L, "mlrepl.prompt.commands", "edit_text");
  lua_pushstring(L, text);
  lua_call(L, 1, 1);
  return 1;
}

static char *edit(lua_State *L, const char *text) {
  lua_pushcfunction(L, l_edit);
  lua_pushlightuserdata(L, (void *)text);
  if (lua_pcall(L, 1, 1, 0) != LUA_OK) {
    protected_call_report(L, NULL);
    return NULL;
  }
  char *edited = strdup(luaL_optstring(L, -1, ""));
  lua_pop(L, 1);
  return edited;
}

char *entry_editor_run(lua_State *L, const char *text) {
  redisplay_finish("");
  rl_deprep_term_function();
  char *edited = edit(L, text);
  fflush(stdout);
  rl_prep_term_function(1);
  redisplay_begin();
  rl_redisplay_function();
  return edited;
}
