/* line_reader.c - reads entries with Readline.
 *
 * No Lua error may propagate through Readline: Lua code that runs while a
 * line is edited (completion, detecting incomplete entries) runs in protected
 * calls.
 */
#define _GNU_SOURCE
#include "repl/line_reader.h"

#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <setjmp.h>
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
#include "repl/completion.h"
#include "session/syntax/compile.h"
#include "repl/prompt_text.h"
#include "repl/redisplay.h"
#include "repl/signature_line.h"
#include "repl/suggest.h"
#include "repl/terminal_mode.h"
#include "repl/undo_list.h"
#include "lua/show/event_sources.h"
#include "lua/train/job.h"
#include "repl/entry_editor.h"
#include "repl/keys.h"
#include "repl/line_breaks.h"
#include "session/leave.h"
#include "session/lesson_hook.h"
#include "lua/standard/running.h"
#include "session/syntax/pieces.h"
#include "session/syntax/prompt_syntax.h"
#include "sys/console.h"
#include "sys/io.h"

/* Readline's callbacks have no argument for this. */
static struct {
  lua_State *L;
  const char *plain;  /* the prompt without colors, as in pasted sessions */
  const char *first;  /* the prompt of an entry */
  const char *prompt; /* that of the current line */
  char *line;         /* allocated by Readline */
  bool dropped;       /* was an earlier line cleared by Ctrl-C? */
  jmp_buf start;      /* where a new line begins */
  sigset_t open;      /* the signals blocked while waiting */
} reading;

static const char CONTINUATION[] = " >> ";

/* -- Lua inside Readline ----------------------------------------------- */

static int l_incomplete(lua_State *L) {
  const char *text = lua_touserdata(L, 1);
  const Pieces p = pieces_push(L, text, reading.plain);
  lua_pushboolean(L, pieces_are_open(&p) && !lesson_hook_is_whole(L, text));
  return 1;
}

/* The answer of the function about the text; false if it fails. */
static bool ask(lua_CFunction question, const char *text) {
  lua_State *L = reading.L;
  lua_pushcfunction(L, question);
  lua_pushlightuserdata(L, (void *)text);
  bool yes = lua_pcall(L, 1, 1, 0) == LUA_OK && lua_toboolean(L, -1);
  lua_pop(L, 1);
  return yes;
}

bool keys_entry_is_incomplete(const char *text) {
  return ask(l_incomplete, text);
}

static int l_compiles(lua_State *L) {
  const Pieces p = pieces_push(L, lua_touserdata(L, 1), reading.plain);
  bool good = p.count > 0;
  for (size_t i = 0; i < p.count; i++)
    good = good && p.list[i].state == COMPILE_COMPLETE;
  lua_pushboolean(L, good);
  return 1;
}

bool suggest_compiles(const char *entry) { return ask(l_compiles, entry); }

/* What the last piece lacks. */
static int l_lack(lua_State *L) {
  const Pieces p = pieces_push(L, lua_touserdata(L, 1), reading.plain);
  const char *text = p.text + p.list[p.count - 1].start;
  const char *code = prompt_syntax_code(text);
  compile_push_lack(L, code ? code : text);
  lua_pushfstring(L, "(not complete: %s; Ctrl-C drops the entry)",
                  lua_tostring(L, -1));
  return 1;
}

static void explain_open_entry(const char *text, void (*say)(const char *)) {
  lua_State *L = reading.L;
  lua_pushcfunction(L, l_lack);
  lua_pushlightuserdata(L, (void *)text);
  if (lua_pcall(L, 1, 1, 0) == LUA_OK) say(lua_tostring(L, -1));
  lua_pop(L, 1);
}

void keys_explain_open_entry(const char *text) {
  explain_open_entry(text, async_output_say);
}

/* -- waiting for a key ---------------------------------------------------- */

/* Ends what Readline was doing, such as a search. */
static void leave_line(void) {
  RL_SETSTATE(RL_STATE_CALLBACK); /* rl_callback_sigcleanup wants it */
  rl_callback_sigcleanup();
  rl_readline_state &=
    RL_STATE_INITIALIZED | RL_STATE_TERMPREPPED | RL_STATE_VICMDONCE;
  redisplay_finish(prompt_text_is_on("echo-control-characters") ? "^C" : "");
  undo_list_forget();
  rl_free_line_state();
  rl_clear_pending_input();
}

/* Ctrl-C: leaves the typed text on the screen and starts a new entry. */
static void drop_line(void) {
  running_rest(reading.L);
  leave_turn();
  leave_line();
  longjmp(reading.start, 1);
}

/* Nothing is typed, and Readline is doing nothing special, such as a search. */
static bool is_line_empty(void) {
  const unsigned long special = RL_STATE_ISEARCH | RL_STATE_NSEARCH |
                                RL_STATE_SEARCH | RL_STATE_NUMERICARG |
                                RL_STATE_MULTIKEY;
  return !rl_end && reading.prompt == reading.first && !RL_ISSTATE(special);
}

/* Serves the jobs with SIGINT unblocked. Ctrl-C is meant for the line, if there
 * is one, and is deferred until they have been served; otherwise it interrupts
 * them after a moment. Reports what happened to a job. */
static void serve_jobs(void (*serve)(lua_State *L, bool *failed)) {
  bool failed;
  sigset_t only;
  sigemptyset(&only);
  sigaddset(&only, SIGINT);
  async_output_begin();
  interrupt_hold_briefly(is_line_empty());
  running_begin(reading.L, true);
  sigprocmask(SIG_UNBLOCK, &only, NULL);
  serve(reading.L, &failed);
  sigprocmask(SIG_BLOCK, &only, NULL);
  running_end(reading.L);
  interrupt_hold_briefly(false);
  async_output_end(lua_tostring(reading.L, -1), failed);
  lua_pop(reading.L, 1);
}

/* Ctrl-C clears the line; if it is empty and there are jobs, it stops them. */
static void look_at_signals(bool has_jobs) {
  const bool pressed = interrupt_take();
  if (pressed && !(has_jobs && is_line_empty())) drop_line();
  if (pressed) serve_jobs(job_stop_all);
  terminal_mode_serve();
}

/* Readline's question is not disturbed. */
static bool may_work(void) {
  return !RL_ISSTATE(RL_STATE_COMPLETING) && job_any_running(reading.L);
}

/* ppoll does not deliver a signal if a key is there, too. */
static void let_signals_in(void) {
  const struct timespec at_once = {0, 0};
  ppoll(NULL, 0, &at_once, &reading.open);
}

/* Pasted bytes that were read and not yet taken. */
static struct {
  unsigned char bytes[LINE_BREAKS_MOST];
  size_t at, n;
} pasted;

/* A paste is read several bytes at a time, because of the calls of the system
 * that each reading takes. */
static int next_byte(FILE *in) {
  const size_t most = line_breaks_most();
  if (pasted.at == pasted.n && most > 1) {
    const ssize_t n = read(fileno(in), pasted.bytes, most);
    pasted.at = 0;
    pasted.n = n > 0 ? (size_t)n : 0;
  }
  return pasted.at < pasted.n ? pasted.bytes[pasted.at++] : rl_getc(in);
}

/* Is it a key? The second byte of a line break is not. */
static bool read_key(FILE *in, int *key) {
  struct pollfd next = {fileno(in), POLLIN, 0};
  *key = next_byte(in);
  return !line_breaks_skip(*key, *key == '\r' && poll(&next, 1, 0) > 0);
}

/* Waits with signals unblocked; meanwhile runs jobs and serves windows. */
static int next_key(FILE *in) {
  struct pollfd fds[1 + EVENT_SOURCES_MOST];
  const struct timespec at_once = {0, 0};
  int key;
  while (pasted.at < pasted.n)
    if (read_key(in, &key)) return key;
  for (;;) {
    fds[0] = (struct pollfd){fileno(in), POLLIN, 0};
    size_t others = event_sources_watch(reading.L, fds + 1);
    bool busy = may_work();
    int n = ppoll(fds, 1 + others, busy ? &at_once : NULL, &reading.open);
    if (n > 0) let_signals_in();
    look_at_signals(busy);
    for (size_t i = 1; n > 0 && i <= others; i++)
      if (fds[i].revents) event_sources_serve(reading.L);
    if (n > 0 && fds[0].revents && read_key(in, &key)) return key;
    if (!busy) continue;
    serve_jobs(job_turn_all);
    look_at_signals(busy);
  }
}

/* -- editing -------------------------------------------------------------- */

/* Reads a line, which may contain newlines; false at the end of input. */
static bool read_terminal(const char *prompt) {
  reading.dropped = false;
  reading.prompt = prompt;
  terminal_mode_begin(&reading.open);
  if (setjmp(reading.start)) {
    reading.dropped = true;
    reading.prompt = reading.first;
  }
  redisplay_begin();
  reading.line = readline(reading.prompt);
  terminal_mode_end(&reading.open);
  return reading.line;
}

char *keys_edit_text(const char *text) {
  terminal_mode_end(&reading.open);
  char *edited = entry_editor_run(reading.L, text);
  terminal_mode_begin(&reading.open);
  return edited;
}

static void push_line(lua_State *L) {
  lua_pushstring(L, reading.line);
  rl_free(reading.line);
  reading.line = NULL;
}

static void say_plainly(const char *text) { puts(text); }

/* Line by line up to a complete entry, for a dumb terminal. */
static int read_lines(lua_State *L) {
  int blank = 0;
  lua_pushliteral(L, "");
  for (int lines = 0; read_terminal(lines ? CONTINUATION : reading.first);
       lines++) {
    if (reading.dropped) lines = 0;
    blank = *reading.line ? 0 : blank + 1;
    push_line(L);
    if (lines) {
      lua_pushfstring(L, "%s\n%s", lua_tostring(L, -2), lua_tostring(L, -1));
      lua_replace(L, -2);
    }
    lua_replace(L, -2);
    if (!keys_entry_is_incomplete(lua_tostring(L, -1))) return 1;
    if (blank == 2) explain_open_entry(lua_tostring(L, -1), say_plainly);
  }
  return *lua_tostring(L, -1) != 0;
}

/* -- without a terminal --------------------------------------------------- */

static int l_read_plain(lua_State *L) {
  luaL_Buffer b;
  int c;
  luaL_buffinit(L, &b);
  while ((c = line_breaks_read()) != EOF && c != '\n')
    luaL_addchar(&b, (char)c);
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

/* The locale of letters instead of the user's; NULL: it is as the user wants. */
static const char *letters = NULL;

static int set_letters(void) {
  if (letters) setlocale(LC_CTYPE, letters);
  return 0;
}

/* In the C locale, whose letters are ASCII, letters of UTF-8 would be edited
 * byte by byte. */
static void choose_letters(void) {
  setlocale(LC_CTYPE, "");
  if (!strcmp(nl_langinfo(CODESET), "ANSI_X3.4-1968")) letters = "C.UTF-8";
  set_letters();
}

/* rl_initialize has looked at the environment and set the locale. It does so
 * for each line before it calls the hook. */
static void keep_letters(void) {
  if (!letters) return;
  set_letters();
  rl_startup_hook = set_letters;
  rl_variable_bind("input-meta", "on");
  rl_variable_bind("convert-meta", "off");
  rl_variable_bind("output-meta", "on");
}

/* Before the user's inputrc is read, so that it overrides the defaults. */
static void set_defaults(void) {
  rl_readline_name = "mlrepl";
  completion_open(reading.L);
  rl_getc_function = next_key;
  terminal_mode_open();
  keys_define();
}

void line_reader_open(lua_State *L, const char *plain) {
  reading.L = L;
  reading.plain = plain;
  io_survive_pipes();
  if (!isatty(STDIN_FILENO)) return;
  choose_letters();
  set_defaults();
  rl_initialize();
  keep_letters();
  keys_ignore_unknown();
  if (!terminal_mode_is_dumb()) {
    redisplay_open();
    signature_line_open(L);
  }
  async_output_open();
  atexit(console_restore);
}

void line_reader_close(void) { reading.L = NULL; }

static int read_entry(lua_State *L, const char *prompt) {
  if (!isatty(STDIN_FILENO)) return read_plain(L, prompt);
  if (terminal_mode_is_dumb()) return read_lines(L);
  if (!read_terminal(prompt)) return 0;
  push_line(L);
  return 1;
}

int line_reader_entry(lua_State *L, const char *prompt) {
  reading.first = prompt;
  if (read_entry(L, prompt)) return 1;
  if (!isatty(STDIN_FILENO) || terminal_mode_is_dumb()) putchar('\n');
  return 0;
}
