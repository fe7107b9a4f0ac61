#define _POSIX_C_SOURCE 200809L
#include "kernel/execute.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>

#include "kernel/display.h"
#include "kernel/streams.h"
#include "lua/base/lib_context.h"
#include "lua/standard/running.h"
#include "session/evaluate.h"
#include "session/leave.h"
#include "session/lesson_hook.h"
#include "session/memory_limit.h"
#include "session/protected_call.h"
#include "session/syntax/entry_source.h"
#include "sys/interrupt.h"
#include "sys/terminal/pager.h"

static const char PROMPT[] = "ml> ";

/* Registry keys: the numbers and the texts of the cells. */
static const char NUMBERS_KEY[] = "mlrepl.kernel.numbers";
static const char TEXTS_KEY[] = "mlrepl.kernel.texts";

/* -- errors --------------------------------------------------------------- */

/* The first error of the request that runs. */
static struct {
  char *message; /* NULL: none */
  bool stopped, failed;
} problem;

static void clear_problem(void) {
  free(problem.message);
  problem.message = NULL;
  problem.stopped = problem.failed = false;
}

/* One error per request; others are printed. */
static void take_error(const char *message, bool stopped) {
  if (problem.failed) {
    fprintf(stderr, "%s\n", message);
    return;
  }
  problem.message = strdup(message);
  problem.stopped = stopped;
  problem.failed = true;
}

/* Adds ename, evalue and traceback. The first line is red. */
static void add_problem(cJSON *content) {
  const char *text =
    problem.message ? problem.message : "not enough memory for the message";
  const size_t n = strcspn(text, "\n");
  cJSON_AddStringToObject(content, "ename",
                          problem.stopped ? "Interrupted" : "Error");
  message_add_text(content, "evalue", text, n);
  cJSON *lines = cJSON_AddArrayToObject(content, "traceback");
  char *first = message_allocate(n + 16);
  if (first) {
    snprintf(first, n + 16, "\033[31m%.*s\033[0m", (int)n, text);
    message_append(lines, message_text(first, strlen(first)));
  }
  cJSON_free(first);
  for (const char *at = text + n; *at;) {
    const size_t size = strcspn(++at, "\n");
    message_append(lines, message_text(at, size));
    at += size;
  }
}

/* -- cells ---------------------------------------------------------------- */

typedef struct Cell {
  const Request *request;
  const char *code;
  bool silent, stores;
  lua_Integer count;
} Cell;

void execute_push_entries(lua_State *L) {
  luaL_getsubtable(L, LUA_REGISTRYINDEX, NUMBERS_KEY);
  luaL_getsubtable(L, LUA_REGISTRYINDEX, TEXTS_KEY);
}

int execute_entries(lua_State *L) {
  execute_push_entries(L);
  return 1;
}

static void store(lua_State *L, const Cell *c) {
  execute_push_entries(L);
  const lua_Integer n = (lua_Integer)lua_rawlen(L, -1) + 1;
  lua_pushstring(L, c->code);
  lua_rawseti(L, -2, n);
  lua_pushinteger(L, c->count);
  lua_rawseti(L, -3, n);
  lua_pop(L, 2);
}

static int show_nothing(lua_State *L) {
  (void)L;
  return 0;
}

static void run_text(lua_State *L, const char *text, bool silent) {
  const FrontEnd front_end = {PROMPT, NULL,
                              silent ? show_nothing : display_values, true};
  running_rest(L);
  leave_turn();
  evaluate(L, &front_end, text);
}

/* A lesson at the prompt waits for the next line, such as an answer; a notebook
 * has to ask for it. Ctrl-C goes back to the cells. */
static void follow_lesson(lua_State *L) {
  while (!problem.failed && !leave_is_asked()) {
    lesson_hook_turn(L);
    if (!lesson_hook_waits(L)) return;
    const char *line = streams_ask("lesson> ");
    if (!line) {
      interrupt_take();
      return;
    }
    lua_pushstring(L, line);
    run_text(L, lua_tostring(L, -1), false);
    lua_pop(L, 1);
  }
}

/* (the cell) */
static int l_run(lua_State *L) {
  const Cell *c = lua_touserdata(L, 1);
  if (c->stores && c->code[strspn(c->code, " \t\r\n")]) store(L, c);
  run_text(L, c->code, c->silent);
  follow_lesson(L);
  if (c->silent || problem.failed) return 0;
  lua_pushcfunction(L, display_figure);
  protected_call(L, 0, 0, NULL);
  return 0;
}

static void run(lua_State *L, const Cell *it) {
  clear_problem();
  memory_limit_make_room(L);
  streams_set_client(it->request);
  lua_pushcfunction(L, l_run);
  lua_pushlightuserdata(L, (void *)it);
  if (lua_pcall(L, 1, 0, 0) != LUA_OK) protected_call_report(L, NULL);
  streams_drain();
}

/* -- user expressions ----------------------------------------------------- */

/* (expression) -> text, HTML or nil */
static int l_expression(lua_State *L) {
  const char *text = lua_touserdata(L, 1);
  lua_pushfstring(L, "return %s", text);
  const char *code = lua_tostring(L, -1);
  if (luaL_loadbufferx(L, code, strlen(code), "=expression", "t") != LUA_OK)
    return lua_error(L);
  lua_call(L, 0, 1);
  lua_replace(L, 1);
  return display_texts(L);
}

static void add_value(lua_State *L, const char *text, cJSON *result) {
  clear_problem();
  lua_pushcfunction(L, l_expression);
  lua_pushlightuserdata(L, (void *)text);
  const bool good = protected_call(L, 1, 2, NULL) == RUN_DONE;
  cJSON_AddStringToObject(result, "status", good ? "ok" : "error");
  if (!good) {
    add_problem(result);
    return;
  }
  display_add(L, cJSON_AddObjectToObject(result, "data"));
  cJSON_AddObjectToObject(result, "metadata");
  lua_pop(L, 2);
}

static void add_expressions(lua_State *L, const Cell *c, cJSON *reply) {
  const cJSON *wanted = cJSON_GetObjectItemCaseSensitive(c->request->content,
                                                         "user_expressions"),
              *one;
  cJSON *results = cJSON_AddObjectToObject(reply, "user_expressions");
  cJSON_ArrayForEach(one, wanted) {
    if (cJSON_IsString(one))
      add_value(L, one->valuestring,
                cJSON_AddObjectToObject(results, one->string));
  }
}

/* -- requests ------------------------------------------------------------- */

static void publish_input(const Cell *c) {
  const Draft d = message_new();
  cJSON_AddStringToObject(d.content, "code", c->code);
  cJSON_AddNumberToObject(d.content, "execution_count", (double)c->count);
  message_publish("execute_input", d);
}

static void publish_problem(void) {
  const Draft d = message_new();
  add_problem(d.content);
  message_publish("error", d);
}

/* Text for the pager of the front end; NULL: none. */
static cJSON *page;

/* Short text is printed, and so is all text if memory runs out. */
static bool show_page(const char *text, size_t n) {
  enum { MOST = 25 }; /* lines */
  size_t lines = 1;
  for (size_t i = 0; i < n; i++) lines += text[i] == '\n';
  if (lines <= MOST) return false;
  const Draft made = message_new();
  cJSON_AddStringToObject(made.content, "source", "page");
  cJSON *data = cJSON_AddObjectToObject(made.content, "data");
  message_add_text(data, "text/plain", text, n);
  cJSON_AddNumberToObject(made.content, "start", 0);
  const bool good = message_is_whole(made);
  cJSON_Delete(good ? page : made.content);
  if (good) page = made.content;
  return good;
}

/* `exit` in a cell ends the kernel; the front end closes the notebook. */
static void add_payload(cJSON *reply) {
  cJSON *payload = cJSON_AddArrayToObject(reply, "payload");
  if (page) message_append(payload, page);
  page = NULL;
  if (!leave_is_asked()) return;
  cJSON *exit = cJSON_CreateObject();
  cJSON_AddStringToObject(exit, "source", "ask_exit");
  cJSON_AddBoolToObject(exit, "keepkernel", false);
  message_append(payload, exit);
}

/* Of the request that runs. */
static Cell cell;

static int l_count(lua_State *L) {
  cell.count = entry_source_count(L) + 1;
  return 0;
}

bool execute_run(lua_State *L, const Request *request) {
  const char *code = message_string(request->content, "code");
  cell = (Cell){.request = request, .code = code ? code : ""};
  cell.silent = message_flag(request->content, "silent", false);
  cell.stores =
    !cell.silent && message_flag(request->content, "store_history", true);
  lua_pushcfunction(L, l_count);
  if (lua_pcall(L, 0, 0, 0) != LUA_OK) lua_pop(L, 1);
  display_set_count((long)cell.count);
  if (!cell.silent) publish_input(&cell);
  run(L, &cell);
  return !problem.failed ||
         !message_flag(request->content, "stop_on_error", true);
}

void execute_answer(lua_State *L, const Request *request) {
  const bool failed = problem.failed;
  if (failed) publish_problem();
  const Draft reply = message_content(failed ? "error" : "ok");
  cJSON_AddNumberToObject(reply.content, "execution_count", (double)cell.count);
  if (failed) {
    add_problem(reply.content);
    cJSON_AddObjectToObject(reply.content, "user_expressions");
  } else
    add_expressions(L, &cell, reply.content);
  add_payload(reply.content);
  streams_drain();
  message_reply(request, reply);
  clear_problem();
  streams_set_client(NULL);
}

void execute_skip(const Request *request) {
  message_status(request, "busy");
  message_reply(request, message_content("aborted"));
  message_status(request, "idle");
}

static int l_clear(lua_State *L) {
  const Draft d = message_new();
  (void)L;
  streams_drain();
  cJSON_AddBoolToObject(d.content, "wait", false);
  message_publish("clear_output", d);
  return 0;
}

/* For lib/mlrepl/prompt/. */
void execute_open(lua_State *L) {
  static const luaL_Reg given[] = {
    {"entries", execute_entries}, {"clear", l_clear}, {NULL, NULL}};
  lib_context_add(L, "mlrepl.prompt", given);
  pager_use(show_page);
  protected_call_on_error(take_error);
  streams_take_input(L);
  lesson_hook_open(L);
}
