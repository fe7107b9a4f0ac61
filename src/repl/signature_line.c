/* signature_line.c - looks the signature up for each drawing, in a protected
 * call: no Lua error may propagate through Readline.
 */
#define _GNU_SOURCE
#include "repl/signature_line.h"

#include <stdbool.h>
#include <stdio.h>

#include <lauxlib.h>

#include "lua/base/printoptions.h"
#include "repl/redisplay.h"
#include "session/assist/signature.h"
#include "session/syntax/prompt_syntax.h"
#include "sys/console.h"

/* Readline's callbacks have no argument for this. */
static lua_State *state;
static char shown[600];

/* The place of the cursor; the text may be a prompt command. */
typedef struct Place {
  const char *text;
  size_t point;
} Place;

static int l_signature(lua_State *L) {
  const Place *p = lua_touserdata(L, 1);
  if (!prompt_syntax_code(p->text) || !printoptions_get(L).signatures) return 0;
  return signature_push(L, p->text, p->point, console_width());
}

/* The collector waits, because finalizers are code of the user. */
static const char *find(const char *text, size_t point) {
  lua_State *L = state;
  const bool collects = lua_gc(L, LUA_GCISRUNNING, 0);
  Place p = {text, point};
  if (!point || !lua_checkstack(L, 3)) return NULL;
  lua_gc(L, LUA_GCSTOP, 0);
  lua_pushcfunction(L, l_signature);
  lua_pushlightuserdata(L, &p);
  const bool done = lua_pcall(L, 1, 1, 0) == LUA_OK;
  const char *line = done ? lua_tostring(L, -1) : NULL;
  snprintf(shown, sizeof shown, "%s", line ? line : "");
  lua_pop(L, 1);
  if (collects) lua_gc(L, LUA_GCRESTART, 0);
  return *shown ? shown : NULL;
}

void signature_line_open(lua_State *L) {
  state = L;
  redisplay_set_status(find);
}
