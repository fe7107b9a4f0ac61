#define _POSIX_C_SOURCE 200809L
#include "session/protected_call.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>

#include "session/assist/name_hint.h"
#include "session/lib_path.h"
#include "session/memory_limit.h"
#include "lua/standard/running.h"
#include "sys/console.h"

#include "sys/interrupt.h"

/* -- traceback ---------------------------------------------------- */

enum { SHOWN_FRAMES = 20, SEARCHED_FRAMES = 1000 };

/* Frames of C functions and of mlrepl's own Lua files are not shown. */
static bool is_own_frame(lua_State *L, const lua_Debug *frame) {
  const char *lib = lib_path_folder(L);
  if (*frame->what == 'C') return true;
  return lib && frame->source[0] == '@' &&
         !strncmp(frame->source + 1, lib, strlen(lib));
}

static void add_frame(lua_State *L, luaL_Buffer *b, const lua_Debug *frame) {
  lua_pushfstring(L, "\n\t%s:%d: in ", frame->short_src, frame->currentline);
  luaL_addvalue(b);
  const char *kind = strcmp(frame->namewhat, "method") ? "function" : "method";
  if (*frame->namewhat)
    lua_pushfstring(L, "%s '%s'", kind, frame->name);
  else if (*frame->what == 'm')
    lua_pushliteral(L, "main chunk");
  else
    lua_pushfstring(L, "function <%s:%d>", frame->short_src,
                    frame->linedefined);
  luaL_addvalue(b);
}

/* Are both frames at the same line of the same function? */
static bool is_same_place(const lua_Debug *a, const lua_Debug *b) {
  return a->currentline == b->currentline && a->linedefined == b->linedefined &&
         !strcmp(a->source, b->source);
}

static void add_alike(lua_State *L, luaL_Buffer *b, int alike) {
  if (!alike) return;
  lua_pushfstring(L, "\n\t(%s%d identical frames)",
                  alike > SEARCHED_FRAMES / 2 ? "at least " : "", alike);
  luaL_addvalue(b);
}

/* Appends the frames of user code to the message at the top of the stack,
 * unless there is only one, which the message already names. */
static void add_traceback(lua_State *L) {
  lua_Debug frame, last = {0};
  int shown = 0, alike = 0;
  const char *message = lua_tostring(L, -1);
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  luaL_addstring(&b, message);
  luaL_addstring(&b, "\nstack traceback:");
  for (int i = 1; i < SEARCHED_FRAMES && lua_getstack(L, i, &frame); i++) {
    lua_getinfo(L, "Sln", &frame);
    if (is_own_frame(L, &frame)) continue;
    bool same = shown && is_same_place(&frame, &last);
    if (same) alike++;
    if (same) continue;
    add_alike(L, &b, alike);
    alike = 0;
    if (shown++ == SHOWN_FRAMES) break;
    add_frame(L, &b, &frame);
    last = frame;
  }
  add_alike(L, &b, alike);
  if (shown > SHOWN_FRAMES) luaL_addstring(&b, "\n\t...");
  luaL_pushresult(&b);
  if (shown + alike < 2) lua_pop(L, 1);
}

/* The message handler. Adds no traceback to objects with __tostring. */
static int l_explain(lua_State *L) {
  if (lua_type(L, 1) != LUA_TSTRING) {
    if (luaL_callmeta(L, 1, "__tostring") && lua_type(L, -1) == LUA_TSTRING)
      return 1;
    if (lua_type(L, 1) == LUA_TNUMBER)
      lua_tostring(L, 1);
    else {
      lua_pushfstring(L, "(error object is a %s value)", luaL_typename(L, 1));
      lua_replace(L, 1);
    }
  }
  lua_settop(L, 1);
  name_hint_append(L);
  add_traceback(L);
  return 1;
}

/* -- reporting ------------------------------------------------------------ */

/* Removes the position of errors in the line just typed, unless a traceback
 * follows. */
static const char *without_place(const char *message) {
  static const char place[] = "stdin:1: ";
  bool typed = !strncmp(message, place, strlen(place));
  bool lines = strstr(message, "\nstack traceback:");
  return typed && !lines ? message + strlen(place) : message;
}

void protected_call_report(lua_State *L, const char *who) {
  const char *message = lua_tostring(L, -1);
  if (!message) message = "(error message not a string)";
  if (!who) message = without_place(message);
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
  if (status != LUA_OK) protected_call_report(L, who);
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
  protected_call_report(L, who);
  return RUN_FAILED;
}
