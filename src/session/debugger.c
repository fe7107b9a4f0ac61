/* debugger.c - lib/mlrepl/prompt/debugger.lua knows the commands and the
 * variables; this file runs code for it.
 *
 * The native module mlrepl.debugger:
 *   on(names)  from now on entries are passed to the debugger, and Tab
 *              completes with these variables; on() leaves it
 */
#include "session/debugger.h"

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "session/assist/infer.h"
#include "session/assist/inspect.h"
#include "session/protected_call.h"
#include "session/syntax/entry_source.h"
#include "session/syntax/compile.h"

static const char MODULE[] = "mlrepl.prompt.debugger";

/* One per process, like the prompt. */
static bool on = false;

bool debugger_is_on(void) { return on; }

/* Runs the code at -2 with the environment at -1; pops both. */
static bool run_code(lua_State *L) {
  const int base = lua_gettop(L) - 2;
  const char *code = lua_tostring(L, base + 1);
  const char *name = entry_source_push_name(L);
  const int status = compile_chunk(L, name, code, 1);
  lua_remove(L, -2);
  if (status != LUA_OK) {
    protected_call_report(L, NULL);
    lua_settop(L, base);
    return false;
  }
  lua_insert(L, base + 2);
  lua_setupvalue(L, base + 2, 1); /* the environment of a main chunk */
  bool well = protected_call(L, 0, LUA_MULTRET, NULL) == RUN_DONE;
  const int values = lua_gettop(L) - base - 1;
  if (well && values) {
    lua_pushcfunction(L, inspect_values);
    lua_insert(L, base + 2);
    well = protected_call(L, values, 0, NULL) == RUN_DONE;
  }
  lua_settop(L, base);
  return well;
}

bool debugger_run(lua_State *L, const char *text) {
  if (!lib_context_find(L, MODULE, "line")) return false;
  lua_pushstring(L, text);
  const Outcome outcome = protected_call(L, 1, 2, NULL);
  if (outcome == RUN_INTERRUPTED) debugger_leave(L);
  if (outcome != RUN_DONE) return false;
  if (lua_isstring(L, -2)) return run_code(L);
  lua_pop(L, 2);
  return true;
}

void debugger_leave(lua_State *L) {
  if (lib_context_find(L, MODULE, "leave")) protected_call_held(L, 0, 0, NULL);
  on = false;
}

static int l_on(lua_State *L) {
  on = lua_toboolean(L, 1);
  lua_settop(L, 1);
  infer_set_scope(L);
  return 0;
}

static const luaL_Reg functions[] = {{"on", l_on}, {NULL, NULL}};

void open_debugger(lua_State *L) {
  lib_context_add(L, "mlrepl.debugger", functions);
}
