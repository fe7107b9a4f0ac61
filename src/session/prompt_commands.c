#include "session/prompt_commands.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

#include "session/protected_call.h"
#include "lua/base/lib_context.h"
#include "sys/console.h"

/* Is it "files = !ls"? */
static bool is_capture(const char *text) {
  if (!isalpha((unsigned char)*text) && *text != '_') return false;
  while (isalnum((unsigned char)*text) || *text == '_' || *text == '.') text++;
  text += strspn(text, " \t");
  if (*text++ != '=') return false;
  text += strspn(text, " \t");
  return *text == '!' && text[1] != '=' && !strchr(text, '\n');
}

bool prompt_commands_is_command(const char *text) {
  text += strspn(text, " \t");
  return *text == '%' || *text == '!' || is_capture(text);
}

/* Returns the rest after the command, or NULL if the text is another one. */
static const char *after_command(const char *text, const char *word) {
  const size_t n = strlen(word);
  text += strspn(text, " \t");
  if (strncmp(text, word, n) != 0 || !strchr(" \t\n", text[n])) return NULL;
  text += n;
  text += strspn(text, " \t\n");
  return *text ? text : NULL;
}

const char *prompt_commands_timed(const char *text) {
  return after_command(text, "%time");
}

/* Skips options such as "-n 100", but not an expression such as "-n + 1". */
static const char *after_options(const char *text) {
  while (*text == '-' && islower((unsigned char)text[1])) {
    const char *rest = text + 2 + strspn(text + 2, " \t");
    if (rest == text + 2) break;
    size_t digits = strspn(rest, "0123456789");
    if (!digits && text[1] != 'l') break;
    text = rest + digits + strspn(rest + digits, " \t\n");
  }
  return text;
}

const char *prompt_commands_code(const char *text) {
  static const char *const words[] = {"%timeit", "%prof"};
  const char *code = prompt_commands_timed(text);
  for (int i = 0; i < 2 && !code; i++) {
    code = after_command(text, words[i]);
    if (code) code = after_options(code);
  }
  return code;
}

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

void prompt_commands_note(lua_State *L, const char *text, const char *code,
                          bool well, int values, bool shown) {
  if (!lib_context_find(L, "mlrepl.prompt.session", "note")) return;
  lua_pushstring(L, text);
  lua_pushstring(L, code);
  lua_pushboolean(L, well);
  lua_pushinteger(L, values);
  lua_pushboolean(L, shown);
  protected_call_held(L, 5, 0, NULL);
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
