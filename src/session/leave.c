/* leave.c - exit and quit.
 *
 * The native module mlrepl.leave:
 *   left(what)  the lesson or the debugger has been left
 */
#define _POSIX_C_SOURCE 200809L
#include "session/leave.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/train/job_news.h"

static const char BLANKS[] = " \t\n";

/* One per process, like the prompt. */
static struct {
  bool asked;
  int code;
  bool told, telling; /* of running jobs, in the last and in this entry */
  const char *left, *leaving; /* what the last and this entry left, or NULL */
} leave;

void leave_turn(void) {
  leave.told = leave.telling;
  leave.telling = false;
  leave.left = leave.leaving;
  leave.leaving = NULL;
}

bool leave_waits_for_jobs(lua_State *L, const char *how) {
  if (leave.told || !isatty(STDIN_FILENO)) return false;
  lua_pushcfunction(L, job_news_running);
  leave.telling = lua_pcall(L, 0, 1, 0) == LUA_OK && lua_isstring(L, -1);
  if (leave.telling)
    printf("%s; %s again leaves and stops %s\n", lua_tostring(L, -1), how,
           *lua_tostring(L, -1) == 'a' ? "it" : "them");
  lua_pop(L, 1);
  return leave.telling;
}

/* A second quit was most likely meant for the lesson, too. */
static bool has_just_left(const char *how) {
  const char *what = leave.leaving ? leave.leaving : leave.left;
  if (!what || !isatty(STDIN_FILENO)) return false;
  printf("%s left; %s again leaves mlrepl\n", what, how);
  leave.leaving = NULL;
  return true;
}

static const char *after_blanks(const char *text) {
  return text + strspn(text, BLANKS);
}

/* Reads "()", "(3)", "(true)" or "(false)" as os.exit does; returns the rest,
 * or NULL for other arguments. */
static const char *read_code(const char *text, int *code) {
  static const struct {
    const char *word;
    int code;
  } words[] = {{"true", 0}, {"false", 1}};
  text = after_blanks(text + 1);
  for (int i = 0; i < 2; i++) {
    size_t n = strlen(words[i].word);
    if (strncmp(text, words[i].word, n) != 0) continue;
    *code = words[i].code;
    text += n;
  }
  char *end;
  const long number = strtol(text, &end, 10);
  if (end != text) *code = (int)(number & 255);
  text = after_blanks(end);
  return *text == ')' ? text + 1 : NULL;
}

static bool is_free(lua_State *L, const char *name) {
  lua_pushglobaltable(L);
  lua_pushstring(L, name);
  bool free = lua_rawget(L, -2) == LUA_TNIL;
  lua_pop(L, 2);
  return free;
}

bool leave_ask(lua_State *L, const char *text) {
  static const char *const words[] = {"exit", "quit"};
  text = after_blanks(text);
  for (int i = 0; i < 2; i++) {
    int code = 0;
    if (strncmp(text, words[i], 4) != 0) continue;
    const char *rest = after_blanks(text + 4);
    if (*rest == '(') rest = read_code(rest, &code);
    if (!rest || rest[strspn(rest, " \t\n;")] || !is_free(L, words[i]))
      return false;
    leave.asked =
      !has_just_left(words[i]) && !leave_waits_for_jobs(L, words[i]);
    leave.code = code;
    return true;
  }
  return false;
}

bool leave_is_asked(void) { return leave.asked; }

int leave_code(void) { return leave.code; }

/* -- the module ----------------------------------------------------------- */

static int l_left(lua_State *L) {
  static const char *const modes[] = {"lesson", "debugger", NULL};
  leave.leaving = modes[luaL_checkoption(L, 1, NULL, modes)];
  return 0;
}

static const luaL_Reg functions[] = {{"left", l_left}, {NULL, NULL}};

void open_leave(lua_State *L) { lib_context_add(L, "mlrepl.leave", functions); }
