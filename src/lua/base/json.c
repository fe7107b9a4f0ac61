/* stat is POSIX, not C. */
#define _POSIX_C_SOURCE 200809L

#include "lua/base/json.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <lauxlib.h>

#include "core/format/decimal.h"
#include "core/linalg/vec.h"
#include "lua/base/error.h"
#include "lua/base/file.h"
#include "lua/base/values.h"
#include "sys/file_gate.h"

/* A tree takes about forty times the memory of its text. */
enum { MOST_BYTES = 32 << 20 };

/* -- the owner ------------------------------------------------------------ */

static const char OWNER[] = "JSON";

static int l_free(lua_State *L) {
  cJSON **tree = lua_touserdata(L, 1);
  cJSON_Delete(*tree);
  *tree = NULL;
  return 0;
}

/* Pushed before the tree exists, so that nothing leaks. */
static cJSON **push_owner(lua_State *L) {
  cJSON **tree = lua_newuserdatauv(L, sizeof(cJSON *), 0);
  *tree = NULL;
  if (luaL_newmetatable(L, OWNER)) {
    lua_pushcfunction(L, l_free);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  return tree;
}

static void fail_memory(lua_State *L) { fail(L, "not enough memory"); }

/* -- construction --------------------------------------------------------- */

cJSON *push_json(lua_State *L) {
  cJSON **tree = push_owner(L);
  *tree = cJSON_CreateObject();
  if (!*tree) fail_memory(L);
  return *tree;
}

void json_put(lua_State *L, cJSON *to, const char *key, cJSON *item) {
  bool good = item && (key ? cJSON_AddItemToObjectCS(to, key, item)
                           : cJSON_AddItemToArray(to, item));
  if (good) return;
  cJSON_Delete(item);
  fail_memory(L);
}

/* cJSON rounds numbers: it accepts 15 digits if they come within an epsilon. */
void json_put_number(lua_State *L, cJSON *to, const char *key, double x) {
  char text[32];
  bool same = false;
  for (int digits = 15; digits <= 17 && !same; digits++) {
    double back;
    snprintf(text, sizeof text, "%.*g", digits, x);
    char *comma = strchr(text, ','); /* the decimal point of some locales */
    if (comma) *comma = '.';
    same = decimal_read(text, strlen(text), '.', &back) && back == x;
  }
  /* Python reads -0 as the integer 0 */
  json_put(L, to, key, cJSON_CreateRaw(strcmp(text, "-0") ? text : "-0.0"));
}

void json_put_text(lua_State *L, cJSON *to, const char *key, const char *text) {
  json_put(L, to, key, cJSON_CreateString(text));
}

cJSON *json_put_object(lua_State *L, cJSON *to, const char *key) {
  cJSON *object = cJSON_CreateObject();
  json_put(L, to, key, object);
  return object;
}

cJSON *json_put_list(lua_State *L, cJSON *to, const char *key) {
  cJSON *list = cJSON_CreateArray();
  json_put(L, to, key, list);
  return list;
}

void json_put_vec(lua_State *L, cJSON *to, const char *key, Vec v) {
  cJSON *list = json_put_list(L, to, key);
  for (size_t i = 0; i < v.n; i++) {
    check_interrupt_at(L, i);
    json_put_number(L, list, NULL, *vec_at(v, i));
  }
}

void json_write(lua_State *L, const char *path, const cJSON *tree) {
  char *text = cJSON_Print(tree);
  if (!text) fail_memory(L);
  const size_t n = strlen(text);
  text[n] = '\n'; /* replaces the NUL */
  const char *problem = n >= MOST_BYTES ? "" : file_write(path, text, n + 1);
  cJSON_free(text);
  if (problem) check_interrupt(L); /* e.g. a pipe without a reader */
  if (problem && !*problem)
    fail(L, "%s would exceed %d MB, the most that load accepts", path,
         MOST_BYTES >> 20);
  if (problem) fail(L, "%s: %s", path, problem);
}

/* -- reading -------------------------------------------------------------- */

static void check_size(lua_State *L, const char *path, double bytes) {
  if (bytes > MOST_BYTES)
    fail(L, "%s is %d MB; a saved model is at most %d MB", path,
         (int)(bytes / (1 << 20)), MOST_BYTES >> 20);
}

/* Pushes the file's bytes, NUL-terminated: cJSON reads one byte past the given
 * length. */
static const char *push_ended_file(lua_State *L, const char *path, size_t *n) {
  struct stat info;
  if (file_gate_may(path, FILE_READ) && stat(path, &info) == 0 &&
      S_ISREG(info.st_mode))
    check_size(L, path, (double)info.st_size);
  const char *bytes = push_file(L, path, n);
  check_size(L, path, (double)*n); /* it may have been compressed */
  if (memchr(bytes, 0, *n))
    fail(L, "%s is not a text file (it contains a zero byte)", path);
  if (!*n) fail(L, "%s is empty", path);
  char *text = push_scratch(L, *n + 1, 1);
  memcpy(text, bytes, *n);
  text[*n] = 0;
  lua_remove(L, -2);
  return text;
}

static void fail_at(lua_State *L, const char *path, const char *text,
                    const char *at) {
  int line = 1, column = 1;
  for (; text < at; text++) {
    column = *text == '\n' ? 1 : column + 1;
    line += *text == '\n';
  }
  fail(L,
       "%s, line %d, column %d: invalid JSON; the file is damaged or truncated",
       path, line, column);
}

cJSON *push_json_file(lua_State *L, const char *path) {
  size_t n;
  const char *text = push_ended_file(L, path, &n), *end = text;
  cJSON **tree = push_owner(L);
  *tree = cJSON_ParseWithLengthOpts(text, n + 1, &end, true);
  if (!*tree) fail_at(L, path, text, end);
  if (!cJSON_IsObject(*tree)) {
    const char *got = json_push_description(L, *tree);
    fail(L, "%s contains %s, not a saved model", path, got);
  }
  lua_remove(L, -2);
  return *tree;
}

cJSON *push_json_text(lua_State *L, const char *text, size_t n) {
  cJSON **tree = push_owner(L);
  *tree = cJSON_ParseWithLengthOpts(text, n + 1, NULL, true);
  if (!*tree) lua_pop(L, 1);
  return *tree;
}

const char *json_push_description(lua_State *L, const cJSON *item) {
  if (cJSON_IsNumber(item)) {
    char text[32]; /* lua_pushfstring would write 2.0 */
    snprintf(text, sizeof text, "%.14g", item->valuedouble);
    return lua_pushstring(L, text);
  }
  if (cJSON_IsString(item))
    return lua_pushfstring(L, "\"%s\"", item->valuestring);
  if (cJSON_IsArray(item))
    return lua_pushfstring(L, "a list of %d", cJSON_GetArraySize(item));
  return lua_pushstring(L, cJSON_IsObject(item)  ? "an object"
                           : cJSON_IsTrue(item)  ? "true"
                           : cJSON_IsFalse(item) ? "false"
                                                 : "null");
}
