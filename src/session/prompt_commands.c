#include "session/prompt_commands.h"

#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

#include "session/protected_call.h"
#include "lua/base/lib_context.h"
#include "sys/console.h"

bool prompt_commands_run(lua_State *L, const char *text) {
  if (!lib_context_find(L, "mlrepl.prompt.commands", "run")) {
    lua_pushliteral(L, "prompt commands are not available: library folder "
                       "not found (set MLREPL_PATH)");
    protected_call_report(L, NULL);
    return false;
  }
  lua_pushstring(L, text);
  bool well = protected_call(L, 1, 2, NULL) == RUN_DONE;
  if (lib_context_find(L, "mlrepl.prompt.commands", "finish"))
    protected_call(L, 0, 0, NULL);
  return well;
}

void prompt_commands_begin(lua_State *L) {
  if (lib_context_find(L, "mlrepl.prompt.session", "begin"))
    protected_call_held(L, 0, 0, NULL);
}

void prompt_commands_note(lua_State *L, RunText run) {
  if (!lib_context_find(L, "mlrepl.prompt.session", "note")) return;
  lua_pushstring(L, run.text);
  lua_pushstring(L, run.code);
  lua_pushboolean(L, run.part);
  if (run.well)
    lua_pushnil(L);
  else
    lua_pushinteger(L, run.lines);
  lua_pushinteger(L, run.values);
  lua_pushboolean(L, run.shown);
  protected_call_held(L, 6, 0, NULL);
}

void prompt_commands_started(lua_State *L) {
  if (lib_context_find(L, "mlrepl.prompt.session", "started"))
    protected_call_held(L, 0, 0, NULL);
}

void prompt_commands_print_time(double seconds) {
  static const char *const units[] = {"s", "ms", "\302\265s"};
  int unit = 0;
  while (unit < 2 && seconds < 0.1) seconds *= 1000, unit++;
  printf("%s(%.3g %s)%s\n", console_style(stdout, STYLE_QUIET), seconds,
         units[unit], console_style(stdout, STYLE_PLAIN));
  fflush(stdout);
}
