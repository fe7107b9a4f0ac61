#define _POSIX_C_SOURCE 200809L
#include "repl/prompt.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>

#include "session/debugger.h"
#include "session/evaluate.h"
#include "session/leave.h"
#include "session/memory_limit.h"
#include "session/protected_call.h"
#include "session/start/start_file.h"
#include "repl/history.h"
#include "lua/base/lib_context.h"
#include "session/lesson_hook.h"
#include "lua/show/unshown.h"
#include "lua/base/printoptions.h"
#include "repl/line_reader.h"
#include "lua/standard/running.h"
#include "repl/redisplay.h"
#include "sys/console.h"
#include "sys/terminal/transcript.h"

static const char PROMPT[] = "ml> ", DEBUG_PROMPT[] = "debug> ",
                  CONTINUED[] = " >> ";

static const char *plain_prompt(void) {
  return debugger_is_on() ? DEBUG_PROMPT : PROMPT;
}

/* Pushes the prompt, with markers for Readline around zero-width sequences. */
static const char *push_prompt(lua_State *L) {
  const char *color = console_style(stdout, STYLE_PROMPT);
  const char *plain = console_style(stdout, STYLE_PLAIN);
  const char *prompt = plain_prompt();
  if (!*color || !isatty(STDIN_FILENO))
    lua_pushstring(L, prompt);
  else
    lua_pushfstring(L, "\001%s\002%s\001%s\002", color, prompt, plain);
  return lua_tostring(L, -1);
}

/* (on) -> whether syntax highlighting is now on. */
static int l_highlight(lua_State *L) {
  bool on = lua_toboolean(L, 1);
  printoptions_set_highlight(L, on);
  lua_pushboolean(L, redisplay_set_color(on));
  return 1;
}

/* Registers functions for lib/mlrepl/prompt/. */
static int l_give(lua_State *L) {
  static const luaL_Reg given[] = {
    {"entries", history_entries}, {"highlight", l_highlight}, {NULL, NULL}};
  lib_context_add(L, "mlrepl.prompt", given);
  return 0;
}

/* The end of input only leaves the debugger if it is on. */
static bool leave_debugger(lua_State *L) {
  if (!debugger_is_on()) return false;
  debugger_leave(L);
  return true;
}

static void end_capture(void) {
  transcript_end();
  const int problem = transcript_problem();
  if (problem)
    fprintf(stderr, "%%log: cannot write the log: %s; it is off now\n",
            strerror(problem));
}

/* Adds the entry to the log as it stands on the terminal. */
static void log_entry(const char *entry) {
  const char *before = plain_prompt();
  do {
    size_t n = strcspn(entry, "\n");
    transcript_write(before, strlen(before));
    transcript_write(entry, n);
    transcript_write("\n", 1);
    before = CONTINUED;
    entry += n;
  } while (*entry++);
}

/* Reads and runs one entry; returns false at the end of input. */
static int l_turn(lua_State *L) {
  transcript_begin();
  lesson_hook_turn(L);
  end_capture();
  const char *prompt = push_prompt(L);
  redisplay_set_color(printoptions_get(L).highlight);
  redisplay_set_suggestions(printoptions_get(L).suggestions);
  running_rest(L);
  leave_turn();
  if (!line_reader_entry(L, prompt)) {
    transcript_begin();
    lua_pushboolean(L, leave_debugger(L) || leave_waits_for_jobs(L, "Ctrl-D"));
    return 1;
  }
  log_entry(lua_tostring(L, -1));
  transcript_begin();
  static const FrontEnd front_end = {PROMPT, history_keep, NULL, false};
  evaluate(L, &front_end, lua_tostring(L, -1));
  unshown_remind(L);
  lua_pushboolean(L, !leave_is_asked());
  return 1;
}

static bool turn(lua_State *L) {
  memory_limit_make_room(L);
  lua_pushcfunction(L, l_turn);
  bool more = true;
  if (lua_pcall(L, 0, 1, 0) == LUA_OK) {
    more = lua_toboolean(L, -1);
    lua_pop(L, 1);
  } else
    protected_call_report(L, NULL);
  end_capture();
  return more;
}

static void greet(const char *version) {
  char text[160];
  int n = snprintf(text, sizeof text,
                   "mlrepl %s (%s) - help() for help, Ctrl-D to exit", version,
                   LUA_VERSION);
  console_words(stdout, text, (size_t)n, 0);
  putchar('\n');
  fflush(stdout);
}

int prompt_run(lua_State *L, const char *version, bool start_file) {
  greet(version);
  if (start_file) start_file_run(L);
  history_limit();
  line_reader_open(L, PROMPT);
  history_open();
  lua_pushcfunction(L, l_give);
  protected_call(L, 0, 0, NULL);
  while (turn(L)) fflush(stdout);
  transcript_close();
  line_reader_close();
  history_close();
  return leave_code();
}
