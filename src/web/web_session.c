/* web_session.c - the session of a page: what its script calls.
 *
 * Texts are UTF-8. A function that returns a text keeps it until its next call.
 */
#define _DEFAULT_SOURCE /* sbrk */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/printoptions.h"
#include "lua/base/registry.h"
#include "lua/figure/lua_figure.h"
#include "lua/show/unshown.h"
#include "lua/standard/load.h"
#include "lua/standard/running.h"
#include "lua/train/job.h"
#include "session/complete/complete.h"
#include "session/complete/complete_string.h"
#include "session/assist/inspect.h"
#include "session/assist/signature.h"
#include "session/evaluate.h"
#include "session/leave.h"
#include "session/lesson_hook.h"
#include "session/start/lib_path.h"
#include "session/memory_limit.h"
#include "session/prompt_commands.h"
#include "session/protected_call.h"
#include "session/syntax/lexer.h"
#include "session/syntax/pieces.h"
#include "session/syntax/prompt_syntax.h"
#include "sys/interrupt.h"
#include "web/web.h"

static const char PROMPT[] = "ml> ", NAME[] = "mlrepl";
static const char HISTORY_KEY[] = "mlrepl.web.history";

/* One session per page. */
static lua_State *state;
static MemoryLimit memory;
static char *answer; /* the last text returned */

/* -- history -------------------------------------------------------------- */

static void keep_entry(const char *entry) {
  lua_State *L = state;
  luaL_getsubtable(L, LUA_REGISTRYINDEX, HISTORY_KEY);
  lua_pushstring(L, entry);
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
  lua_pop(L, 1);
}

/* Pushes a copy of the list. */
static int l_entries(lua_State *L) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, HISTORY_KEY);
  lua_newtable(L);
  for (lua_Integer i = 1; lua_rawgeti(L, -2, i) != LUA_TNIL; i++)
    lua_rawseti(L, -2, i);
  lua_pop(L, 1);
  return 1;
}

/* -- starting ------------------------------------------------------------- */

/* The prompt has no colors of its own; the page has. */
static int l_highlight(lua_State *L) {
  printoptions_set_highlight(L, lua_toboolean(L, 1));
  lua_pushboolean(L, false);
  return 1;
}

static int l_open(lua_State *L) {
  static const luaL_Reg given[] = {
    {"entries", l_entries}, {"highlight", l_highlight}, {NULL, NULL}};
  luaL_openlibs(L);
  lua_gc(L, LUA_GCSTOP); /* loading creates no garbage */
  modules_open(L, lib_path_find(L, "/"));
  lua_gc(L, LUA_GCRESTART);
  lib_context_add(L, "mlrepl.prompt", given);
  return 0;
}

static void on_interrupt(InterruptStage stage) {
  if (stage == STAGE_DEFERRED)
    running_deferred();
  else
    running_interrupt();
}

bool web_start(void) {
  setenv("MLREPL_PATH", "/lib", 1);
  setenv("MLREPL_PLOT", "browser", 1);
  state = luaL_newstate();
  if (!state) return false;
  memory_limit_start(state, &memory);
  interrupt_install(on_interrupt);
  lua_pushcfunction(state, l_open);
  if (protected_call(state, 0, 0, NAME) != RUN_DONE) return false;
  prompt_commands_started(state);
  fflush(NULL);
  return true;
}

static int l_set_theme(lua_State *L) {
  lua_figure_set_theme(L, lua_toboolean(L, 1) ? THEME_DARK : THEME_LIGHT);
  return 0;
}

void web_theme(bool dark) {
  lua_pushcfunction(state, l_set_theme);
  lua_pushboolean(state, dark);
  protected_call(state, 1, 0, NAME);
}

/* -- entries -------------------------------------------------------------- */

/* Imported, see imports.js. */
void web_show(const char *html, const char *text);

/* A table or other value that has a form in HTML; a vector is a line of text. */
static bool has_rows(lua_State *L) {
  const int type = lua_type(L, 1);
  return (type == LUA_TUSERDATA || type == LUA_TTABLE) &&
         !luaL_testudata(L, 1, TYPE_VECTOR) &&
         lib_context_find(L, "mlrepl.html.value", "html");
}

/* Shows one value as in a notebook, others as at the prompt. */
static int show_values(lua_State *L) {
  if (lua_gettop(L) != 1 || !has_rows(L)) return inspect_values(L);
  lua_pushvalue(L, 1);
  lua_call(L, 1, 1);
  const char *html = lua_tostring(L, -1);
  lua_pushcfunction(L, html ? inspect_text : inspect_values);
  lua_pushvalue(L, 1);
  lua_call(L, 1, 1);
  if (!html) return 0;
  lua_pushliteral(L, "\n");
  lua_concat(L, 2);
  fflush(stdout);
  web_show(html, lua_tostring(L, -1));
  return 0;
}

/* The entry is a light userdata. */
static int l_turn(lua_State *L) {
  static const FrontEnd front_end = {
    .prompt = PROMPT, .keep = keep_entry, .show = show_values};
  static bool begun = false;
  if (!begun) lesson_hook_turn(L); /* a lesson asks at the prompt from now on */
  begun = true;
  const char *entry = lua_touserdata(L, 1);
  running_rest(L);
  leave_turn();
  evaluate(L, &front_end, entry);
  unshown_remind(L);
  lesson_hook_turn(L);
  return 0;
}

static void report_failure(lua_State *L) {
  protected_call_report(L, NULL);
  fflush(NULL);
}

bool web_evaluate(const char *entry) {
  lua_State *L = state;
  interrupt_take(); /* pressed when the previous one had ended */
  memory_limit_make_room(L);
  lua_pushcfunction(L, l_turn);
  lua_pushlightuserdata(L, (void *)entry);
  if (lua_pcall(L, 1, 0, 0) != LUA_OK) report_failure(L);
  fflush(NULL);
  return leave_is_asked();
}

int web_run(const char *path) {
  lua_State *L = state;
  interrupt_take();
  Outcome outcome = protected_call_run(L, load_file(L, path), 0, NAME);
  if (outcome == RUN_DONE) lesson_hook_end(L);
  if (outcome == RUN_DONE) {
    lua_pushcfunction(L, job_finish_all);
    outcome = protected_call(L, 0, 0, NAME);
  }
  fflush(NULL);
  return (int)outcome;
}

static int l_check(lua_State *L) {
  lib_context_push(L, "mlrepl.lesson.lesson", "check_file");
  lua_pushvalue(L, 1);
  lua_call(L, 1, 1);
  return 1;
}

bool web_check(const char *path) {
  lua_State *L = state;
  lua_pushcfunction(L, l_check);
  lua_pushstring(L, path);
  bool good = protected_call(L, 1, 1, NAME) == RUN_DONE;
  if (good) {
    good = lua_toboolean(L, -1);
    lua_pop(L, 1);
  }
  fflush(NULL);
  return good;
}

void web_stop(void) { interrupt_press(); }

size_t web_used(void) { return (size_t)sbrk(0); }

/* -- while an entry is typed ---------------------------------------------- */

typedef struct Place {
  const char *text;
  size_t point; /* of the cursor, bytes */
} Place;

/* Calls `ask` with the place, in a protected call, while no finalizer runs;
 * pushes its result, nil if it fails. */
static void push_asked(lua_CFunction ask, const char *text, int point) {
  lua_State *L = state;
  Place place = {text, (size_t)point};
  const bool collects = lua_gc(L, LUA_GCISRUNNING, 0);
  lua_gc(L, LUA_GCSTOP, 0);
  lua_pushcfunction(L, ask);
  lua_pushlightuserdata(L, &place);
  if (lua_pcall(L, 1, 1, 0) != LUA_OK) {
    lua_pop(L, 1);
    lua_pushnil(L);
  }
  if (collects) lua_gc(L, LUA_GCRESTART, 0);
}

/* Pops the text at the top; NULL: it is none. */
static const char *keep_answer(lua_State *L) {
  const char *text = lua_tostring(L, -1);
  free(answer);
  answer = text ? malloc(strlen(text) + 1) : NULL;
  if (answer) strcpy(answer, text);
  lua_pop(L, 1);
  return answer;
}

static int l_is_open(lua_State *L) {
  const Place *p = lua_touserdata(L, 1);
  const Pieces pieces = pieces_push(L, p->text, PROMPT);
  lua_pushboolean(L, pieces_are_open(&pieces) &&
                       !lesson_hook_is_whole(L, p->text));
  return 1;
}

bool web_is_open(const char *text) {
  push_asked(l_is_open, text, 0);
  const bool open = lua_toboolean(state, -1);
  lua_pop(state, 1);
  return open;
}

/* Pushes the result of the search for the word from `start` to the cursor. */
static void push_found(lua_State *L, const Place *p, lua_CFunction look,
                       size_t start) {
  lua_pushcfunction(L, look);
  lua_pushlstring(L, p->text, p->point);
  lua_pushinteger(L, (lua_Integer)start);
  lua_call(L, 2, 1);
}

/* Where the word begins, one per line with the candidates. */
static int l_complete(lua_State *L) {
  const Place *p = lua_touserdata(L, 1);
  const LexerState s = lexer_state(p->text, p->point);
  if (s.comment || s.quote == ']') return 0;
  const bool quoted = s.quote == '"' || s.quote == '\'';
  const size_t start = quoted ? s.string : complete_start(p->text, p->point);
  complete_ignore_case(false);
  push_found(L, p, quoted ? complete_texts : complete_words, start);
  if (!lua_istable(L, -1)) return 0;
  luaL_Buffer b;
  const int list = lua_gettop(L);
  luaL_buffinit(L, &b);
  lua_pushinteger(L, (lua_Integer)start);
  luaL_addvalue(&b);
  for (lua_Integer i = 1; lua_rawgeti(L, list, i) == LUA_TSTRING; i++) {
    luaL_addchar(&b, '\n');
    luaL_addvalue(&b);
  }
  lua_pop(L, 1);
  luaL_pushresult(&b);
  return 1;
}

const char *web_complete(const char *text, int point) {
  push_asked(l_complete, text, point);
  return keep_answer(state);
}

static int l_signature(lua_State *L) {
  enum { COLUMNS = 100 };
  const Place *p = lua_touserdata(L, 1);
  if (!prompt_syntax_code(p->text) || !printoptions_get(L).signatures) return 0;
  return signature_push(L, p->text, p->point, COLUMNS);
}

const char *web_signature(const char *text, int point) {
  push_asked(l_signature, text, point);
  return keep_answer(state);
}
