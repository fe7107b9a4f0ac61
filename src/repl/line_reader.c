/* line_reader.c - reads entries with Readline's callback interface.
 *
 * No Lua error may propagate through Readline: Lua code that runs while a
 * line is edited (completion, detecting incomplete entries) runs in protected
 * calls.
 */
#define _GNU_SOURCE
#include "repl/line_reader.h"

#include <ctype.h>
#include <errno.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>
#include <readline/history.h>
#include <readline/readline.h>

#include "sys/interrupt.h"
#include "repl/async_output.h"
#include "session/syntax/compile.h"
#include "repl/redisplay.h"
#include "session/assist/complete.h"
#include "lua/show/event_sources.h"
#include "lua/train/job.h"
#include "session/assist/complete_string.h"
#include "repl/keys.h"
#include "session/lesson_hook.h"
#include "lua/standard/running.h"
#include "session/syntax/lexer.h"
#include "session/prompt_commands.h"
#include "sys/console.h"

/* Readline's callbacks have no argument for this. */
static struct {
  lua_State *L;
  const char *prompt;
  char *line; /* the entry, allocated by Readline */
  bool done;
} reading;

static volatile sig_atomic_t resized = 0, suspended = 0;

/* -- Lua inside Readline ----------------------------------------------- */

static int l_incomplete(lua_State *L) {
  const char *text = lua_touserdata(L, 1);
  const char *timed = prompt_commands_timed(text);
  bool whole = *text == '?' || (prompt_commands_is_command(text) && !timed);
  if (timed) text = timed;
  bool more =
    !whole && compile_is_incomplete(L, text) && !lesson_hook_is_whole(L, text);
  lua_pushboolean(L, more);
  return 1;
}

bool keys_entry_is_incomplete(const char *text) {
  lua_State *L = reading.L;
  lua_pushcfunction(L, l_incomplete);
  lua_pushlightuserdata(L, (void *)text);
  bool incomplete = lua_pcall(L, 1, 1, 0) == LUA_OK && lua_toboolean(L, -1);
  lua_pop(L, 1);
  return incomplete;
}

/* (search function, where the word starts) -> list of candidates. */
static int l_candidates(lua_State *L) {
  lua_pushvalue(L, 1);
  lua_pushlstring(L, rl_line_buffer, (size_t)rl_point);
  lua_pushvalue(L, 2);
  lua_call(L, 2, 1);
  return 1;
}

/* The same for the name of a prompt command; ignores its arguments. */
static int l_commands(lua_State *L) {
  lua_pushcfunction(L, complete_commands);
  lua_pushlstring(L, rl_line_buffer + 1, (size_t)rl_point - 1);
  lua_call(L, 1, 1);
  return 1;
}

/* -- completion ----------------------------------------------------------- */

/* Returns the next word of the list at the top of the stack. */
static char *next_candidate(const char *text, int state) {
  static lua_Integer i;
  (void)text;
  if (!state) i = 0;
  lua_rawgeti(reading.L, -1, ++i);
  const char *word = lua_tostring(reading.L, -1);
  char *copy = word ? strdup(word) : NULL;
  lua_pop(reading.L, 1);
  return copy;
}

/* Returns the candidates that `look` finds for the word. */
static char **matches(const char *text, int start, lua_CFunction look) {
  lua_State *L = reading.L;
  char **found = NULL;
  lua_pushcfunction(L, l_candidates);
  lua_pushcfunction(L, look);
  lua_pushinteger(L, start);
  if (lua_pcall(L, 2, 1, 0) == LUA_OK)
    found = rl_completion_matches(text, next_candidate);
  lua_pop(L, 1);
  return found;
}

static bool in_string(LexerState s) {
  return s.quote == '"' || s.quote == '\'';
}

static char **complete_string(const char *text, LexerState s) {
  rl_completion_append_character = (unsigned char)s.quote;
  char **found = matches(text, (int)s.string, complete_texts);
  if (found) return found;
  rl_filename_completion_desired = 1;
  return rl_completion_matches(text, rl_filename_completion_function);
}

static char **complete_command(const char *text, int start) {
  if (start == 1 && *rl_line_buffer == '%')
    return matches(text, start, l_commands);
  rl_filename_completion_desired = 1;
  return rl_completion_matches(text, rl_filename_completion_function);
}

/* Is the line a prompt command? The argument of %time is Lua. */
static bool is_command_line(void) {
  return prompt_commands_is_command(rl_line_buffer) &&
         !prompt_commands_timed(rl_line_buffer);
}

static char **complete(const char *text, int start, int end) {
  LexerState s = lexer_state(rl_line_buffer, (size_t)end);
  rl_attempted_completion_over = 1;
  if (is_command_line()) return complete_command(text, start);
  if (s.comment || s.quote == ']') return NULL;
  if (in_string(s)) return complete_string(text, s);
  rl_completion_suppress_append = 1;
  return matches(text, start, complete_words);
}

/* The characters that end a word: in a string only the quotes. */
static char *word_breaks(void) {
  static char in_quotes[] = "\"'", in_command[] = " \t\n%!";
  static char in_code[] = " \t\n\"\\'`@$><=;|&{(+-*/%^~#[]),?";
  if (is_command_line()) return in_command;
  return in_string(lexer_state(rl_line_buffer, (size_t)rl_point)) ? in_quotes
                                                                  : in_code;
}

/* -- signals while a line is edited --------------------------------------- */

static void on_resize(int unused) {
  (void)unused;
  resized = 1;
}

static void on_suspend(int unused) {
  (void)unused;
  suspended = 1;
}

/* Restores the terminal and terminates by the signal. */
static void on_end(int number) {
  console_restore();
  signal(number, SIG_DFL);
  raise(number);
}

/* Makes a write to a broken pipe fail with an error. Unlike SIG_IGN, a handler
 * is not inherited by child processes. */
static void on_pipe(int unused) { (void)unused; }

static void handle(int number, void (*handler)(int)) {
  struct sigaction action = {0};
  action.sa_handler = handler;
  sigemptyset(&action.sa_mask);
  sigaction(number, &action, NULL);
}

/* -- editing -------------------------------------------------------------- */

static void on_line(char *line) {
  reading.line = line;
  reading.done = true;
  rl_callback_handler_remove();
}

static void begin(void) {
  redisplay_begin();
  rl_callback_handler_install(reading.prompt, on_line);
}

/* Ctrl-C: leaves the typed text on the screen and starts a new entry. */
static void drop_line(void) {
  running_rest(reading.L);
  rl_callback_sigcleanup();
  rl_point = rl_end;
  rl_redisplay_function();
  rl_free_line_state();
  fputs("^C\n", rl_outstream);
  rl_callback_handler_remove();
  begin();
}

/* Performs the default action of SIGTSTP after the terminal was restored. */
static void stop_here(void) {
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, SIGTSTP);
  handle(SIGTSTP, SIG_DFL);
  raise(SIGTSTP);
  sigprocmask(SIG_UNBLOCK, &only, NULL);
  sigprocmask(SIG_BLOCK, &only, NULL);
  handle(SIGTSTP, on_suspend);
}

static void suspend(void) {
  int point = rl_point;
  suspended = 0;
  rl_point = rl_end;
  rl_redisplay_function();
  fputs("^Z\n", rl_outstream);
  fflush(rl_outstream);
  rl_point = point;
  rl_deprep_terminal();
  stop_here();
  rl_prep_terminal(1);
  rl_on_new_line();
  rl_redisplay_function();
}

static void resize(void) {
  resized = 0;
  redisplay_resize();
}

static void look_at_signals(void) {
  if (interrupt_take()) drop_line();
  if (suspended) suspend();
  if (resized) resize();
}

/* -- jobs ----------------------------------------------------------------- */

/* Runs a slice of the jobs with SIGINT unblocked; the first Ctrl-C clears the
 * line. */
static void work(void) {
  bool failed;
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, SIGINT);
  async_output_begin();
  running_begin(reading.L, true);
  sigprocmask(SIG_UNBLOCK, &only, NULL);
  job_turn_all(reading.L, &failed);
  sigprocmask(SIG_BLOCK, &only, NULL);
  running_end(reading.L);
  async_output_end(lua_tostring(reading.L, -1), failed);
  lua_pop(reading.L, 1);
  look_at_signals();
}

/* -- the loop ------------------------------------------------------------- */

/* Signals are blocked while Readline works and unblocked while waiting. */
static void edit(const sigset_t *open) {
  struct pollfd fds[1 + EVENT_SOURCES_MOST];
  const struct timespec at_once = {0, 0};
  begin();
  while (!reading.done) {
    fds[0] = (struct pollfd){fileno(rl_instream), POLLIN, 0};
    size_t others = event_sources_watch(reading.L, fds + 1);
    bool busy = job_any_running(reading.L);
    int n = ppoll(fds, 1 + others, busy ? &at_once : NULL, open);
    look_at_signals();
    if (n > 0 && fds[0].revents)
      rl_callback_read_char();
    else if (busy)
      work();
    for (size_t i = 1; n > 0 && i <= others; i++)
      if (fds[i].revents) event_sources_serve(reading.L);
  }
}

static void read_terminal(void) {
  sigset_t closed, open;
  sigemptyset(&closed);
  sigaddset(&closed, SIGINT);
  sigaddset(&closed, SIGTSTP);
  sigaddset(&closed, SIGWINCH);
  sigprocmask(SIG_BLOCK, &closed, &open);
  handle(SIGTSTP, on_suspend);
  handle(SIGWINCH, on_resize);
  edit(&open);
  handle(SIGTSTP, SIG_DFL);
  handle(SIGWINCH, SIG_DFL);
  sigprocmask(SIG_SETMASK, &open, NULL);
}

/* -- without a terminal --------------------------------------------------- */

static int l_read_plain(lua_State *L) {
  luaL_Buffer b;
  int c;
  luaL_buffinit(L, &b);
  while ((c = getchar()) != EOF && c != '\n') luaL_addchar(&b, (char)c);
  luaL_pushresult(&b);
  lua_pushboolean(L, c != EOF || lua_rawlen(L, -1));
  lua_insert(L, -2);
  return 2;
}

/* Pushes lines up to a complete entry; returns false at the end of input. */
static int read_plain(lua_State *L, const char *prompt) {
  fputs(prompt, stdout);
  fflush(stdout);
  interrupt_take(); /* there is no line to clear */
  lua_pushliteral(L, "");
  for (int lines = 0;; lines++) {
    lua_pushcfunction(L, l_read_plain);
    lua_call(L, 0, 2);
    bool more = lua_toboolean(L, -2);
    lua_remove(L, -2);
    if (interrupt_take()) return lua_pushliteral(L, ""), 1;
    if (!more) return lines > 0;
    lua_pushfstring(L, lines ? "%s\n%s" : "%s%s", lua_tostring(L, -2),
                    lua_tostring(L, -1));
    lua_replace(L, -3);
    lua_pop(L, 1);
    if (!keys_entry_is_incomplete(lua_tostring(L, -1))) return 1;
  }
}

/* -- all ------------------------------------------------------------------ */

/* Uses UTF-8 if no locale is set, as in a minimal container. */
static void choose_letters(void) {
  const char *found = setlocale(LC_CTYPE, "");
  if (!found || !strcmp(found, "C")) setlocale(LC_CTYPE, "C.UTF-8");
}

void line_reader_open(lua_State *L) {
  reading.L = L;
  handle(SIGPIPE, on_pipe);
  if (!isatty(STDIN_FILENO)) return;
  handle(SIGTERM, on_end);
  handle(SIGHUP, on_end);
  choose_letters();
  rl_readline_name = "mlrepl";
  rl_catch_signals = 0;
  rl_catch_sigwinch = 0;
  rl_change_environment = 0;
  rl_attempted_completion_function = complete;
  rl_completion_word_break_hook = word_breaks;
  rl_completer_quote_characters = NULL;
  rl_initialize();
  keys_bind();
  redisplay_open();
  async_output_open();
  atexit(console_restore);
}

void line_reader_close(void) { reading.L = NULL; }

int line_reader_entry(lua_State *L, const char *prompt) {
  reading.line = NULL;
  reading.done = false;
  reading.prompt = prompt;
  if (!isatty(STDIN_FILENO)) return read_plain(L, prompt);
  read_terminal();
  if (!reading.line) return 0;
  lua_pushstring(L, reading.line);
  rl_free(reading.line);
  return 1;
}
