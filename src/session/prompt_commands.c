#include "session/prompt_commands.h"

#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

#include "session/protected_call.h"
#include "lua/base/lib_context.h"
#include "sys/console.h"

bool prompt_commands_is_command(const char *text) {
  text += strspn(text, " \t");
  return *text == '%' || *text == '!';
}

const char *prompt_commands_timed(const char *text) {
  static const char word[] = "%time";
  size_t n = sizeof word - 1;
  text += strspn(text, " \t");
  if (strncmp(text, word, n) != 0 || !strchr(" \t\n", text[n])) return NULL;
  text += n;
  return text[strspn(text, " \t\n")] ? text : NULL;
}

bool prompt_commands_run(lua_State *L, const char *text) {
  if (!lib_context_find(L, "mlrepl.prompt.commands", "run")) {
    lua_pushliteral(L, "prompt commands are not available: library folder "
                       "not found (set MLREPL_PATH)");
    protected_call_report(L, NULL);
    return false;
  }
  lua_pushstring(L, text);
  return protected_call(L, 1, 2, NULL) == RUN_DONE;
}

void prompt_commands_begin(lua_State *L) {
  if (lib_context_find(L, "mlrepl.prompt.session", "begin"))
    protected_call_held(L, 0, 0, NULL);
}

void prompt_commands_note(lua_State *L, const char *text, bool well, int values,
                          bool shown) {
  if (!lib_context_find(L, "mlrepl.prompt.session", "note")) return;
  lua_pushstring(L, text);
  lua_pushboolean(L, well);
  lua_pushinteger(L, values);
  lua_pushboolean(L, shown);
  protected_call_held(L, 4, 0, NULL);
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
