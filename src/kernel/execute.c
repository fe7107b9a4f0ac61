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
  cJSON *lines = cJSON_CreateArray(), *one = cJSON_CreateObject();
  char *first = malloc(n + 16);
  if (first) {
    snprintf(first, n + 16, "\033[31m%.*s\033[0m", (int)n, text);
    message_add_text(one, "line", first, strlen(first));
    cJSON_AddItemToArray(lines, cJSON_DetachItemFromObject(one, "line"));
  }
  free(first);
  for (const char *at = text + n; *at;) {
    const size_t size = strcspn(++at, "\n");
    message_add_text(one, "line", at, size);
    cJSON_AddItemToArray(lines, cJSON_DetachItemFromObject(one, "line"));
    at += size;
  }
  cJSON_Delete(one);
  cJSON_AddItemToObject(content, "traceback", lines);
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
    char *line = streams_ask("lesson> ");
    if (!line) {
      interrupt_take();
      return;
    }
    lua_pushstring(L, line);
    free(line);
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
  lua_pushfstring(L, "return %s", lua_tostring(L, 1));
  const char *code = lua_tostring(L, -1);
  if (luaL_loadbufferx(L, code, strlen(code), "=expression", "t") != LUA_OK)
    return lua_error(L);
  lua_call(L, 0, 1);
  lua_replace(L, 1);
  return display_texts(L);
}

static cJSON *evaluate_expression(lua_State *L, const char *text) {
  clear_problem();
  lua_pushcfunction(L, l_expression);
  lua_pushstring(L, text);
  if (protected_call(L, 1, 2, NULL) != RUN_DONE) {
    cJSON *content = message_content("error");
    add_problem(content);
    return content;
  }
  cJSON *content = message_content("ok");
  cJSON_AddItemToObject(content, "data", display_data(L));
  cJSON_AddObjectToObject(content, "metadata");
  lua_pop(L, 2);
  return content;
}

static void add_expressions(lua_State *L, const Cell *c, cJSON *reply) {
  const cJSON *wanted = cJSON_GetObjectItemCaseSensitive(c->request->content,
                                                         "user_expressions"),
              *one;
  cJSON *results = cJSON_AddObjectToObject(reply, "user_expressions");
  cJSON_ArrayForEach(one, wanted) {
    if (cJSON_IsString(one))
      cJSON_AddItemToObject(results, one->string,
                            evaluate_expression(L, one->valuestring));
  }
}

/* -- requests ------------------------------------------------------------- */

static void publish_input(const Cell *c) {
  cJSON *content = cJSON_CreateObject();
  cJSON_AddStringToObject(content, "code", c->code);
  cJSON_AddNumberToObject(content, "execution_count", (double)c->count);
  message_publish("execute_input", content);
}

static cJSON *error_content(void) {
  cJSON *content = cJSON_CreateObject();
  add_problem(content);
  return content;
}

/* Text for the pager of the front end; NULL: none. */
static cJSON *page;

/* Short text is printed. */
static bool show_page(const char *text, size_t n) {
  enum { MOST = 25 }; /* lines */
  size_t lines = 1;
  for (size_t i = 0; i < n; i++) lines += text[i] == '\n';
  if (lines <= MOST) return false;
  cJSON_Delete(page);
  page = cJSON_CreateObject();
  cJSON_AddStringToObject(page, "source", "page");
  cJSON *data = cJSON_AddObjectToObject(page, "data");
  message_add_text(data, "text/plain", text, n);
  cJSON_AddNumberToObject(page, "start", 0);
  return true;
}

/* `exit` in a cell ends the kernel; the front end closes the notebook. */
static void add_payload(cJSON *reply) {
  cJSON *payload = cJSON_AddArrayToObject(reply, "payload");
  if (page) cJSON_AddItemToArray(payload, page);
  page = NULL;
  if (!leave_is_asked()) return;
  cJSON *exit = cJSON_CreateObject();
  cJSON_AddStringToObject(exit, "source", "ask_exit");
  cJSON_AddBoolToObject(exit, "keepkernel", false);
  cJSON_AddItemToArray(payload, exit);
}

/* Of the request that runs. */
static Cell cell;

bool execute_run(lua_State *L, const Request *request) {
  const char *code = message_string(request->content, "code");
  cell = (Cell){.request = request, .code = code ? code : ""};
  cell.silent = message_flag(request->content, "silent", false);
  cell.stores =
    !cell.silent && message_flag(request->content, "store_history", true);
  cell.count = entry_source_count(L) + 1;
  display_set_count((long)cell.count);
  if (!cell.silent) publish_input(&cell);
  run(L, &cell);
  return !problem.failed ||
         !message_flag(request->content, "stop_on_error", true);
}

void execute_answer(lua_State *L, const Request *request) {
  const bool failed = problem.failed;
  cJSON *reply = message_content(failed ? "error" : "ok");
  cJSON_AddNumberToObject(reply, "execution_count", (double)cell.count);
  if (failed) {
    message_publish("error", error_content());
    add_problem(reply);
    cJSON_AddObjectToObject(reply, "user_expressions");
  } else
    add_expressions(L, &cell, reply);
  add_payload(reply);
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
  cJSON *content = cJSON_CreateObject();
  (void)L;
  streams_drain();
  cJSON_AddBoolToObject(content, "wait", false);
  message_publish("clear_output", content);
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
