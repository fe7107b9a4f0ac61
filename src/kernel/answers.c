#define _POSIX_C_SOURCE 200809L
#include "kernel/answers.h"

#include <ctype.h>
#include <fnmatch.h>
#include <string.h>

#include <lauxlib.h>

#include "kernel/execute.h"
#include "lua/base/lib_context.h"
#include "session/complete/assist.h"
#include "session/syntax/compile.h"
#include "session/syntax/pieces.h"
#include "sys/utf8.h"

/* -- positions ------------------------------------------------------------ */

/* The protocol counts characters. */
static size_t bytes_of(const char *text, double characters) {
  size_t at = 0;
  while (characters-- >= 1 && text[at]) {
    at++;
    while (utf8_continues(text[at])) at++;
  }
  return at;
}

static double number(const cJSON *content, const char *key, double otherwise) {
  const cJSON *item = cJSON_GetObjectItemCaseSensitive(content, key);
  return cJSON_IsNumber(item) ? item->valuedouble : otherwise;
}

/* The code of the request and, in bytes, where the cursor is. */
static const char *code_of(const Request *request, size_t *cursor) {
  const char *code = message_string(request->content, "code");
  if (!code) code = "";
  *cursor = bytes_of(code, number(request->content, "cursor_pos", 1e15));
  return code;
}

/* -- completion ----------------------------------------------------------- */

static void add_matches(lua_State *L, cJSON *reply, bool found) {
  cJSON *matches = cJSON_AddArrayToObject(reply, "matches");
  for (lua_Integer i = 1; found && lua_rawgeti(L, -2, i) == LUA_TSTRING; i++) {
    size_t n;
    const char *text = lua_tolstring(L, -1, &n);
    message_append(matches, message_text(text, n));
    lua_pop(L, 1);
  }
}

/* (code, cursor) -> what assist_complete returns */
static int l_complete(lua_State *L) {
  lua_pushcfunction(L, assist_complete);
  lua_pushlstring(L, lua_touserdata(L, 1), (size_t)lua_tointeger(L, 2));
  lua_call(L, 1, 2);
  return 2;
}

static Draft complete(lua_State *L, const Request *request) {
  size_t cursor;
  const char *code = code_of(request, &cursor);
  lua_pushcfunction(L, l_complete);
  lua_pushlightuserdata(L, (void *)code);
  lua_pushinteger(L, (lua_Integer)cursor);
  const bool found = lua_pcall(L, 2, 2, 0) == LUA_OK && lua_istable(L, -2);
  const size_t start = found ? (size_t)lua_tointeger(L, -1) : cursor;
  const Draft reply = message_content("ok");
  add_matches(L, reply.content, found);
  cJSON_AddNumberToObject(reply.content, "cursor_start",
                          (double)utf8_count(code, start));
  cJSON_AddNumberToObject(reply.content, "cursor_end",
                          (double)utf8_count(code, cursor));
  cJSON_AddObjectToObject(reply.content, "metadata");
  return reply;
}

/* -- help ----------------------------------------------------------------- */

static bool in_name(char c) {
  return isalnum((unsigned char)c) || c == '_' || c == '.' || c == ':';
}

/* The place after which a bracket is still open before `at`; 0: none. */
static size_t open_bracket(const char *code, size_t at) {
  int depth = 0;
  while (at > 0) {
    const char c = code[--at];
    if (strchr(")]}", c)) depth++;
    if (strchr("([{", c) && depth-- == 0) return at;
  }
  return 0;
}

/* The name at the cursor, or that of the function whose arguments are typed:
 * sets where it begins and ends. */
static bool find_name(const char *code, size_t cursor, size_t *from,
                      size_t *to) {
  size_t end = cursor;
  while (in_name(code[end]) && code[end] != '.' && code[end] != ':') end++;
  size_t start = end;
  while (start && in_name(code[start - 1])) start--;
  while (start < end && !isalpha((unsigned char)code[start]) &&
         code[start] != '_')
    start++;
  *from = start;
  *to = end;
  return start < end;
}

static int l_answer(lua_State *L) {
  const char *code = lua_touserdata(L, 1);
  size_t at = (size_t)lua_tointeger(L, 2), from, to;
  const bool full = lua_toboolean(L, 3);
  for (bool more = true; more; more = at > 0) {
    if (find_name(code, at, &from, &to)) {
      lib_context_push(L, "mlrepl.prompt.help", "answer");
      lua_pushlstring(L, code + from, to - from);
      lua_pushboolean(L, full);
      lua_call(L, 2, 1);
      if (!lua_isnil(L, -1)) return 1;
    }
    at = open_bracket(code, at);
  }
  return 0;
}

static Draft inspect(lua_State *L, const Request *request) {
  size_t cursor, n;
  const char *code = code_of(request, &cursor);
  lua_pushcfunction(L, l_answer);
  lua_pushlightuserdata(L, (void *)code);
  lua_pushinteger(L, (lua_Integer)cursor);
  lua_pushboolean(L, number(request->content, "detail_level", 0) > 0);
  const bool good = lua_pcall(L, 3, 1, 0) == LUA_OK;
  const char *text = good ? lua_tolstring(L, -1, &n) : NULL;
  const Draft reply = message_content("ok");
  cJSON_AddBoolToObject(reply.content, "found", text != NULL);
  cJSON *data = cJSON_AddObjectToObject(reply.content, "data");
  if (text) message_add_text(data, "text/plain", text, n);
  cJSON_AddObjectToObject(reply.content, "metadata");
  return reply;
}

/* -- is it complete? ------------------------------------------------------ */

/* (text) -> "complete", "incomplete" or "invalid" */
static int l_judge(lua_State *L) {
  const Pieces p = pieces_push(L, lua_touserdata(L, 1), "ml> ");
  bool good = true;
  for (size_t i = 0; i < p.count; i++)
    good = good && p.list[i].state == COMPILE_COMPLETE;
  lua_pushstring(L, pieces_are_open(&p) ? "incomplete"
                    : good              ? "complete"
                                        : "invalid");
  return 1;
}

/* As the last line, and two more. */
static void add_indent(cJSON *reply, const char *code) {
  const char *line = strrchr(code, '\n');
  line = line ? line + 1 : code;
  char indent[80];
  size_t n = 0;
  while (line[n] == ' ' && n < sizeof indent - 3) indent[n++] = ' ';
  memcpy(indent + n, "  ", 3);
  cJSON_AddStringToObject(reply, "indent", indent);
}

static Draft is_complete(lua_State *L, const Request *request) {
  size_t cursor;
  const char *code = code_of(request, &cursor);
  lua_pushcfunction(L, l_judge);
  lua_pushlightuserdata(L, (void *)code);
  const bool good = lua_pcall(L, 1, 1, 0) == LUA_OK;
  const char *verdict = good ? lua_tostring(L, -1) : "unknown";
  const Draft reply = message_content(verdict);
  if (!strcmp(verdict, "incomplete")) add_indent(reply.content, code);
  return reply;
}

/* -- history -------------------------------------------------------------- */

/* Which cells are wanted; see the protocol. */
typedef struct Wanted {
  const char *pattern; /* NULL: all */
  double start, stop;  /* numbers of cells; stop is excluded */
  size_t most;         /* the last ones; 0: all */
  bool outputs, unique;
} Wanted;

static Wanted read_wanted(const cJSON *content) {
  const char *kind = message_string(content, "hist_access_type");
  Wanted w = {.stop = 1e15};
  if (kind && !strcmp(kind, "range")) {
    w.start = number(content, "start", 0);
    w.stop = number(content, "stop", 1e15);
  } else
    w.most = (size_t)number(content, "n", 0);
  if (kind && !strcmp(kind, "search"))
    w.pattern = message_string(content, "pattern");
  w.outputs = message_flag(content, "output", false);
  w.unique = message_flag(content, "unique", false);
  return w;
}

static cJSON *history_item(double count, const char *text, bool outputs) {
  enum { SESSION = 1 };
  cJSON *item = cJSON_CreateArray(), *input = cJSON_CreateString(text);
  message_append(item, cJSON_CreateNumber(SESSION));
  message_append(item, cJSON_CreateNumber(count));
  if (!outputs) {
    message_append(item, input);
    return item;
  }
  cJSON *both = cJSON_CreateArray();
  message_append(both, input);
  message_append(both, cJSON_CreateNull());
  message_append(item, both);
  return item;
}

static bool holds(const cJSON *list, const char *text, bool outputs) {
  const cJSON *item;
  cJSON_ArrayForEach(item, list) {
    const cJSON *input = cJSON_GetArrayItem(item, 2);
    if (outputs) input = cJSON_GetArrayItem(input, 0);
    if (cJSON_IsString(input) && !strcmp(input->valuestring, text)) return true;
  }
  return false;
}

/* The lists of numbers and texts are on top of the stack. */
static void collect(lua_State *L, Wanted w, cJSON *list) {
  size_t found = 0;
  for (lua_Integer i = (lua_Integer)lua_rawlen(L, -1); i >= 1; i--) {
    lua_rawgeti(L, -2, i);
    lua_rawgeti(L, -2, i);
    const double count = lua_tonumber(L, -2);
    const char *text = lua_tostring(L, -1);
    const bool fits = count >= w.start && count < w.stop &&
                      (!w.pattern || !fnmatch(w.pattern, text, 0)) &&
                      !(w.unique && holds(list, text, w.outputs));
    if (fits && (!w.most || found++ < w.most)) {
      cJSON *item = history_item(count, text, w.outputs);
      if (!cJSON_InsertItemInArray(list, 0, item)) cJSON_Delete(item);
    }
    lua_pop(L, 2);
  }
}

static int l_entries(lua_State *L) {
  execute_push_entries(L);
  return 2;
}

static Draft history(lua_State *L, const Request *request) {
  lua_pushcfunction(L, l_entries);
  const bool good = lua_pcall(L, 0, 2, 0) == LUA_OK;
  const Draft reply = message_content("ok");
  cJSON *list = cJSON_AddArrayToObject(reply.content, "history");
  if (good) collect(L, read_wanted(request->content), list);
  return reply;
}

/* -- comms ---------------------------------------------------------------- */

static Draft comms(lua_State *L, const Request *request) {
  (void)L;
  (void)request;
  const Draft reply = message_content("ok");
  cJSON_AddObjectToObject(reply.content, "comms");
  return reply;
}

/* There are no comms, so one that is opened is closed at once. */
static void close_comm(const Request *request) {
  const char *id = message_string(request->content, "comm_id");
  const Draft reply = message_new();
  cJSON_AddStringToObject(reply.content, "comm_id", id ? id : "");
  cJSON_AddObjectToObject(reply.content, "data");
  message_publish("comm_close", reply);
}

/* -- all ------------------------------------------------------------------ */

bool answers_give(lua_State *L, const Request *request) {
  static const struct {
    const char *type;
    Draft (*answer)(lua_State *L, const Request *request);
  } known[] = {{"complete_request", complete},
               {"inspect_request", inspect},
               {"is_complete_request", is_complete},
               {"history_request", history},
               {"comm_info_request", comms}};
  const int top = lua_gettop(L);
  if (!strcmp(request->type, "comm_open")) {
    close_comm(request);
    return true;
  }
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    if (strcmp(request->type, known[i].type) != 0) continue;
    message_reply(request, known[i].answer(L, request));
    lua_settop(L, top);
    return true;
  }
  return false;
}
