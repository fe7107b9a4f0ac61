/* show.c - show(), and the native module mlrepl.inspect:
 *   text(value, full)   the text of a value at the prompt; all of it if `full`
 *   parameters(f)       "a, b, ...", the parameters of a function
 *   entry(source)       the text and number of the entry to which a function
 *                       with this source belongs; nothing if there is none
 *   entry_text(number)  the text of that entry, or nil
 *   entry_name()        the name for code of the last entry: "=entry 7"
 */
#include <lauxlib.h>

#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "session/assist/inspect.h"
#include "session/assist/inspect_builtin.h"
#include "session/syntax/entry_source.h"

static int l_text(lua_State *L) {
  return lua_toboolean(L, 2) ? inspect_full_text(L) : inspect_text(L);
}

static int l_parameters(lua_State *L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  inspect_parameters(L, 1);
  return 1;
}

static int l_entry(lua_State *L) {
  size_t n;
  const char *source = luaL_checklstring(L, 1, &n);
  lua_Integer number = entry_source_push(L, source, n);
  if (!number) return 0;
  lua_pushinteger(L, number);
  return 2;
}

static int l_entry_text(lua_State *L) {
  entry_source_push_text(L, luaL_checkinteger(L, 1));
  return 1;
}

static int l_entry_name(lua_State *L) {
  entry_source_push_name(L);
  return 1;
}

static const luaL_Reg functions[] = {{"text", l_text},
                                     {"entry_name", l_entry_name},
                                     {"parameters", l_parameters},
                                     {"entry", l_entry},
                                     {"entry_text", l_entry_text},
                                     {NULL, NULL}};

static int l_show(lua_State *L) {
  if (lua_isnone(L, 1)) return fail(L, "value expected, as in show(t)");
  inspect_full_text(L);
  lib_context_push(L, "mlrepl.help", "show");
  lua_insert(L, -2);
  lua_call(L, 1, 0);
  return 0;
}

static const Prim prims[] = {
  {"show", l_show, "show(value) -> nothing",
   "Prints a value in full, page by page if it is long: all items of a table, "
   "with its keys in order and the tables in it indented; all numbers of a "
   "vector or matrix; all of a string. A table that contains itself is marked "
   "<cycle>. In the pager, Space continues and q returns to the prompt. The "
   "environment variables MLREPL_PAGER and PAGER choose the pager (default: "
   "less); printoptions{pager=false} turns it off.",
   "show{name = \"iris\", rows = 150}"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_show(lua_State *L) {
  registry_add(L, prims);
  lib_context_add(L, "mlrepl.inspect", functions);
}
