#define _POSIX_C_SOURCE 200809L
#include "session/protected_call.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>

#include "session/assist/name_hint.h"
#include "session/debug/error_text.h"
#include "session/debug/nil_item.h"
#include "session/debug/post_mortem.h"
#include "session/debug/traceback.h"
#include "session/memory_limit.h"
#include "session/syntax/entry_source.h"
#include "lua/standard/running.h"
#include "sys/console.h"
#include "sys/parallel/processes.h"

#include "sys/interrupt.h"

/* -- the message handler --------------------------------------------------- */

/* Adds no traceback to objects with __tostring. */
static int l_explain(lua_State *L) {
  lua_settop(L, 1);
  const char *inner = post_mortem_push_inner(L, 1);
  post_mortem_record(L, 1, 1);
  ErrorKind kind = error_text_push(L, 1);
  if (kind == ERROR_OWN) return 1;
  name_hint_append(L);
  nil_item_name(L, 1);
  traceback_append(L, 1, kind == ERROR_OBJECT, inner);
  return 1;
}

/* -- reporting ------------------------------------------------------------ */

/* Removes the position of errors in the line just typed, unless source lines
 * follow. */
static const char *without_place(lua_State *L, const char *message) {
  const char *place = entry_source_place(L);
  const bool typed = !strncmp(message, place, strlen(place));
  const bool lines =
    strstr(message, "\nstack traceback:") || strstr(message, "\n  > ");
  return typed && !lines ? message + strlen(place) : message;
}

/* One per process, like the front end. */
static void (*taker)(const char *message, bool stopped) = NULL;

void protected_call_on_error(void (*take)(const char *message, bool stopped)) {
  taker = take;
}

static void report(lua_State *L, const char *who, bool stopped) {
  const char *message = lua_tostring(L, -1);
  processes_before_report();
  if (!message) message = "(error message not a string)";
  if (!who) message = without_place(L, message);
  if (!who && taker) {
    taker(message, stopped);
    lua_pop(L, 1);
    return;
  }
  const char *rest = message + strcspn(message, "\n");
  fflush(stdout);
  if (who) fprintf(stderr, "%s: ", who);
  fputs(console_style(stderr, STYLE_ERROR), stderr);
  console_words(stderr, message, (size_t)(rest - message),
                who ? strlen(who) + 2 : 0);
  fprintf(stderr, "%s%s\n", console_style(stderr, STYLE_PLAIN), rest);
  fflush(stderr);
  lua_pop(L, 1);
}

void protected_call_report(lua_State *L, const char *who) {
  report(L, who, false);
}

/* Reduces the message to "interrupted" and the rest of its line, which may tell
 * the progress. */
static void shorten_to_interrupted(lua_State *L) {
  static const char WORD[] = "interrupted";
  const char *message = lua_tostring(L, -1);
  const char *from = message ? strstr(message, WORD) : NULL;
  if (!from) from = WORD;
  lua_pushlstring(L, from, strcspn(from, "\n"));
  lua_replace(L, -2);
}

/* Replaces Lua's message by one with numbers and advice; this may fail for lack
 * of memory. */
static int l_say_memory(lua_State *L) {
  lua_pushstring(L, lua_touserdata(L, 1));
  return 1;
}

static void explain_memory(lua_State *L) {
  char text[160];
  memory_limit_sentence(L, text, sizeof text);
  memory_limit_make_room(L);
  lua_gc(L, LUA_GCCOLLECT);
  lua_pushcfunction(L, l_say_memory);
  lua_pushlightuserdata(L, text);
  if (lua_pcall(L, 1, 1, 0) == LUA_OK)
    lua_replace(L, -2);
  else
    lua_pop(L, 1);
}

static Outcome tell(lua_State *L, int status, bool stopped, const char *who) {
  if (status == LUA_ERRMEM) explain_memory(L);
  if (stopped) {
    if (isatty(STDERR_FILENO)) putc('\n', stderr); /* after the ^C */
    shorten_to_interrupted(L);
  }
  if (status != LUA_OK) report(L, who, stopped);
  if (stopped) return RUN_INTERRUPTED;
  return status == LUA_OK ? RUN_DONE : RUN_FAILED;
}

static Outcome call(lua_State *L, int nargs, int nresults, const char *who,
                    bool held) {
  int base = lua_gettop(L) - nargs;
  running_spare(l_explain);
  lua_pushcfunction(L, l_explain);
  lua_insert(L, base);
  running_begin(L, held);
  int status = lua_pcall(L, nargs, nresults, base);
  running_end(L);
  bool stopped = interrupted && status != LUA_OK;
  if (stopped)
    interrupt_take();
  else
    interrupt_defer();
  running_rest(L);
  lua_remove(L, base);
  return tell(L, status, stopped, who);
}

Outcome protected_call(lua_State *L, int nargs, int nresults, const char *who) {
  return call(L, nargs, nresults, who, false);
}

Outcome protected_call_held(lua_State *L, int nargs, int nresults,
                            const char *who) {
  return call(L, nargs, nresults, who, true);
}

Outcome protected_call_run(lua_State *L, int status, int nargs,
                           const char *who) {
  if (status == LUA_OK) return protected_call(L, nargs, 0, who);
  lua_insert(L, -(nargs + 1));
  lua_pop(L, nargs);
  const bool stopped = interrupted;
  if (stopped) interrupt_take();
  return tell(L, status, stopped, who);
}
