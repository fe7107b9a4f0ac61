/* json_table.c - JSON for Lua modules. The native module mlrepl.json:
 *   parse(text)   the value that the text stands for; null is nil, and objects
 *                 and lists are tables. Returns nil and the reason if the text
 *                 is not JSON
 */
#include <stdbool.h>
#include <string.h>

#include <cJSON.h>
#include <lauxlib.h>

#include "lua/base/error.h"
#include "lua/base/json.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"

/* Deeper than any file of ours; the text may come from anybody. */
enum { DEEPEST = 20 };

static bool push_item(lua_State *L, const cJSON *item, int depth);

/* Leaves a table at the top, complete only if true is returned. */
static bool push_items(lua_State *L, const cJSON *item, int depth) {
  const bool is_list = cJSON_IsArray(item);
  lua_Integer i = 0;
  luaL_checkstack(L, 4, NULL);
  lua_newtable(L);
  if (depth == 0) return false;
  for (const cJSON *one = item->child; one; one = one->next) {
    check_interrupt_at(L, (size_t)i++);
    if (is_list)
      lua_pushinteger(L, i);
    else
      lua_pushstring(L, one->string);
    const bool good = push_item(L, one, depth - 1);
    lua_rawset(L, -3);
    if (!good) return false;
  }
  return true;
}

/* Integers become integers, so that they print without a decimal point. */
static void push_number(lua_State *L, double x) {
  lua_Integer whole;
  if (lua_numbertointeger(x, &whole) && (double)whole == x)
    lua_pushinteger(L, whole);
  else
    lua_pushnumber(L, x);
}

static bool push_item(lua_State *L, const cJSON *item, int depth) {
  if (cJSON_IsString(item))
    lua_pushstring(L, item->valuestring);
  else if (cJSON_IsNumber(item))
    push_number(L, item->valuedouble);
  else if (cJSON_IsBool(item))
    lua_pushboolean(L, cJSON_IsTrue(item));
  else if (cJSON_IsNull(item))
    lua_pushnil(L);
  else
    return push_items(L, item, depth);
  return true;
}

static int l_parse(lua_State *L) {
  size_t n;
  const char *text = luaL_checklstring(L, 1, &n);
  const cJSON *tree = strlen(text) == n ? push_json_text(L, text, n) : NULL;
  if (tree && push_item(L, tree, DEEPEST)) return 1;
  lua_pushnil(L);
  lua_pushstring(L, tree ? "nested too deeply" : "invalid JSON");
  return 2;
}

void open_json_table(lua_State *L) {
  static const luaL_Reg functions[] = {{"parse", l_parse}, {NULL, NULL}};
  lib_context_add(L, "mlrepl.json", functions);
}
