#define _POSIX_C_SOURCE 200809L
#include "session/evaluate.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <lauxlib.h>

#include "lua/base/warn.h"
#include "session/syntax/compile.h"
#include "session/assist/name_hint.h"
#include "session/debug/post_mortem.h"
#include "session/debugger.h"
#include "session/leave.h"
#include "session/protected_call.h"
#include "session/lesson_hook.h"
#include "session/syntax/entry_source.h"
#include "session/syntax/pieces.h"
#include "session/syntax/prompt_syntax.h"
#include "session/syntax/locals.h"
#include "session/syntax/lexer.h"
#include "session/prompt_commands.h"
#include "session/question.h"
#include "session/assist/inspect.h"
#include "sys/clock.h"

/* -- values --------------------------------------------------------------- */

/* Stores the value at `index` in _ and ans without calling metamethods. */
static void keep_answer(lua_State *L, int index) {
  if (lua_isnil(L, index)) return;
  lua_pushglobaltable(L);
  static const char *const names[] = {"_", "ans"};
  for (int i = 0; i < 2; i++) {
    lua_pushstring(L, names[i]);
    lua_pushvalue(L, index);
    lua_rawset(L, -3);
  }
  lua_pop(L, 1);
}

/* Returns whether the results were shown. */
static bool show_results(lua_State *L, const FrontEnd *f, int first,
                         bool silent) {
  int n = lua_gettop(L) - first + 1;
  if (n <= 0) return false;
  keep_answer(L, first);
  if (lesson_hook_values(L, first, n) || silent) return false;
  luaL_checkstack(L, 1, "too many results");
  lua_pushcfunction(L, f->show ? f->show : inspect_values);
  lua_insert(L, first);
  protected_call(L, n, 0, NULL);
  return true;
}

static size_t name_length(const char *text) {
  size_t n = 0;
  while (isalnum((unsigned char)text[n]) || text[n] == '_') n++;
  return n;
}

static bool is_blank(const char *text) { return !text[strspn(text, " \t\n")]; }

/* x[0], which is the first item or character in other languages. */
static bool tell_first(lua_State *L, const char *text) {
  static const char zero[] = "[0]";
  const size_t n = name_length(text), m = sizeof zero - 1;
  if (!n || strncmp(text + n, zero, m) != 0 || !is_blank(text + n + m))
    return false;
  lua_pushglobaltable(L);
  lua_pushlstring(L, text, n);
  const int type = lua_rawget(L, -2);
  const size_t count = type == LUA_TTABLE ? lua_rawlen(L, -1) : 0;
  if (type == LUA_TSTRING)
    printf("(use %.*s:sub(1, 1) for a character of a text)\n", (int)n, text);
  if (count)
    printf("(%.*s has %zu value%s, and the first one is number 1)\n", (int)n,
           text, count, count == 1 ? "" : "s");
  lua_pop(L, 2);
  return true;
}

/* A name that evaluates to nil is probably misspelled: "trian", "math.PI". A
 * field that is nil may be meant. */
static void suggest_name(lua_State *L, const char *text) {
  text += strspn(text, " \t\n");
  if (tell_first(L, text)) return;
  size_t n = name_length(text);
  size_t m = text[n] == '.' ? name_length(text + n + 1) : 0;
  const char *rest = text + n + (m ? m + 1 : 0);
  if (!n || !is_blank(rest)) return;
  lua_pushlstring(L, text, n);
  const char *name = lua_tostring(L, -1), *hint;
  if (!strcmp(name, "nil")) return;
  if (m) {
    lua_pushlstring(L, text + n + 1, m);
    name = lua_tostring(L, -1);
    hint = name_hint_field(L, lua_tostring(L, -2), name);
  } else
    hint = name_hint_global(L, name);
  if (*hint || !m) printf("('%s' is not defined%s)\n", name, hint);
}

/* -- running -------------------------------------------------------------- */

static int count_lines(const char *text, size_t n) {
  int lines = 0;
  for (const char *end = text + n; text < end; text++) lines += *text == '\n';
  return lines;
}

/* Records statements and a trailing value as separate texts. A trailing call is
 * a tail call, which leaves no line of the function that made it. */
static void note(lua_State *L, RunText run) {
  const size_t n = compile_tail(L, run.text);
  const size_t m = n ? compile_tail(L, run.code) : 0;
  if (n) {
    RunText head = {.part = true, .well = run.well};
    head.lines = run.lines < 0 ? count_lines(run.code, m) + 1 : run.lines;
    head.text = lua_pushlstring(L, run.text, n);
    head.code = lua_pushlstring(L, run.code, m);
    prompt_commands_note(L, head);
    lua_pop(L, 2);
  }
  run.lines -= count_lines(run.code, m);
  run.text += n + strspn(run.text + n, " ");
  run.code += m + strspn(run.code + m, " ");
  prompt_commands_note(L, run);
}

/* Runs the function at the top, compiled from the code, which starts at that
 * line of the entry; pops it and returns whether it succeeded. */
static bool run_function(lua_State *L, const FrontEnd *f, const char *text,
                         const char *code, int line, bool timed) {
  static const double LONG = 0.5;
  const int base = lua_gettop(L);
  prompt_commands_begin(L);
  double start = clock_seconds() - clock_waits();
  name_hint_about(text);
  lua_pushvalue(L, base);
  bool done = protected_call(L, 0, LUA_MULTRET, NULL) == RUN_DONE;
  double seconds = clock_seconds() - clock_waits() - start;
  name_hint_about("");
  RunText run = {text, code, .well = done, .values = lua_gettop(L) - base};
  if (!done) run.lines = post_mortem_line(L, base) - line;
  bool nothing = run.values == 1 && lua_isnil(L, base + 1);
  bool silent = lexer_state(text, strlen(text)).last == ';';
  if (done) run.shown = show_results(L, f, base + 1, silent);
  if (run.shown && nothing) suggest_name(L, text);
  bool slow = seconds > LONG && isatty(STDOUT_FILENO);
  if (done && (timed || slow)) prompt_commands_print_time(seconds);
  lua_settop(L, base - 1);
  note(L, run);
  return done;
}

/* Appends the words to the first line of the message at the top. */
static void add_to_sentence(lua_State *L, const char *words) {
  const char *message = lua_tostring(L, -1);
  const size_t n = strcspn(message, "\n");
  lua_pushlstring(L, message, n);
  lua_pushfstring(L, "%s%s%s", lua_tostring(L, -1), words, message + n);
  lua_replace(L, -3);
  lua_pop(L, 1);
}

/* Compiles Lua code that starts at a line of the last entry. Pushes the code
 * with globals instead of its locals, and the function. Reports errors, with the
 * consequence; then returns false and pushes nothing. */
static bool push_function(lua_State *L, const char *text, int line,
                          const char *consequence) {
  const int base = lua_gettop(L);
  const char *name = entry_source_push_name(L);
  if (locals_compile(L, name, text, line) != LUA_OK) {
    add_to_sentence(L, consequence);
    protected_call_report(L, NULL);
    lua_settop(L, base);
    return false;
  }
  fputs(lua_tostring(L, -2), stdout);
  lua_remove(L, -2);
  lua_remove(L, base + 1);
  return true;
}

/* Runs Lua code; returns whether it succeeded. */
static bool run_code(lua_State *L, const FrontEnd *f, const char *text,
                     bool timed) {
  if (!push_function(L, text, 1, "")) return false;
  bool done = run_function(L, f, text, lua_tostring(L, -2), 1, timed);
  lua_pop(L, 1);
  return done;
}

/* The text is the next entry. What happens in its first line, such as the only
 * one, needs no place. */
static void add_entry(lua_State *L, const char *text) {
  entry_source_add(L, text);
  warn_leave_out(L, entry_source_place(L));
}

static void keep(const FrontEnd *f, const char *entry) {
  if (f->keep) f->keep(entry);
}

static bool run_command(lua_State *L, const FrontEnd *f, const char *text) {
  int base = lua_gettop(L);
  bool well = prompt_commands_run(L, text);
  if (well && lua_isstring(L, -2)) {
    const char *code = lua_tostring(L, -2);
    if (lua_toboolean(L, -1)) {
      keep(f, code);
      add_entry(L, code);
    }
    well = run_code(L, f, code, false);
  }
  lua_settop(L, base);
  return well;
}

/* -- pieces --------------------------------------------------------------- */

/* The code and the function compiled for piece i, in a list. */
static void set_compiled(lua_State *L, int list, size_t i) {
  lua_rawseti(L, list, 2 * (lua_Integer)i + 2);
  lua_rawseti(L, list, 2 * (lua_Integer)i + 1);
}

/* Pushes them; returns false, pushing nothing, if there are none. */
static bool push_compiled(lua_State *L, int list, size_t i) {
  lua_rawgeti(L, list, 2 * (lua_Integer)i + 1);
  lua_rawgeti(L, list, 2 * (lua_Integer)i + 2);
  if (lua_isfunction(L, -1)) return true;
  lua_pop(L, 2);
  return false;
}

static const char *push_piece(lua_State *L, const Pieces *p, size_t i) {
  return lua_pushlstring(L, p->text + p->list[i].start, p->list[i].n);
}

/* Pushes the list of functions; reports an error and returns false if one piece
 * is wrong. */
static bool compile_pieces(lua_State *L, const Pieces *p) {
  const char *consequence = p->count > 1 ? "; nothing was run" : "";
  lua_createtable(L, 2 * (int)p->count, 0);
  const int list = lua_gettop(L);
  for (size_t i = 0; i < p->count; i++) {
    const char *code = prompt_syntax_code(push_piece(L, p, i));
    if (code && !push_function(L, code, p->list[i].line, consequence)) {
      lua_settop(L, list - 1);
      return false;
    }
    if (code) set_compiled(L, list, i);
    lua_settop(L, list);
  }
  return true;
}

/* Runs a piece; its code, which starts at that line of the entry, has been
 * compiled if the list has an item for it. Returns whether it succeeded. */
static bool run_piece(lua_State *L, const FrontEnd *f, const char *text,
                      int list, size_t i, int line) {
  const char *timed = prompt_syntax_timed(text),
             *code = prompt_syntax_code(text);
  bool command = prompt_syntax_is_command(text);
  if (question_answer(L, text)) return true;
  if (debugger_is_on() && !command) return debugger_run(L, text);
  if (leave_ask(L, text)) return false; /* the rest is not run */
  if (command && !timed) return run_command(L, f, text);
  if (!list || !push_compiled(L, list, i)) return run_code(L, f, code, timed);
  bool done = run_function(L, f, code, lua_tostring(L, -2), line, timed);
  lua_pop(L, 1);
  return done;
}

/* The pieces after one that fails are not run. */
static void run_pieces(lua_State *L, const FrontEnd *f, const Pieces *p) {
  if (!compile_pieces(L, p)) return;
  const int list = lua_gettop(L);
  bool well = true;
  for (size_t i = 0; well && i < p->count; i++) {
    well = run_piece(L, f, push_piece(L, p, i), list, i, p->list[i].line);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

/* Records what was typed. */
static void keep_pieces(lua_State *L, const FrontEnd *f, const Pieces *p) {
  pieces_push_entry(L, p);
  keep(f, lua_tostring(L, -1));
  lua_pop(L, 1);
}

/* A lesson may take the text as an answer. */
void evaluate(lua_State *L, const FrontEnd *f, const char *text) {
  if (lesson_hook_line(L, text)) {
    keep(f, text);
    return;
  }
  if (!text[strspn(text, " \t\r\n")]) return;
  const Pieces p = f->cells ? pieces_push_cell(L, text, f->prompt)
                            : pieces_push(L, text, f->prompt);
  keep_pieces(L, f, &p);
  add_entry(L, p.text);
  if (p.count == 1 && !p.text[p.list->n])
    run_piece(L, f, p.text, 0, 0, 1);
  else
    run_pieces(L, f, &p);
  lua_pop(L, 2);
}
