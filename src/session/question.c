#include "session/question.h"

#include <ctype.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "session/protected_call.h"

static const char BLANKS[] = " \t\r";

static size_t trimmed(const char *text, size_t n) {
  while (n && isspace((unsigned char)text[n - 1])) n--;
  return n;
}

static bool is_path_char(char c) {
  return isalnum((unsigned char)c) || (c && strchr("_.:[]\"'", c));
}

/* Pushes the text asked about in "?text", "??text", "name?" or "name??"; returns
 * the number of question marks, or 0 for other text. Only a name may precede
 * the mark: other code, such as a comment, may end with one. */
static size_t push_asked(lua_State *L, const char *text) {
  while (isspace((unsigned char)*text)) text++;
  size_t n = trimmed(text, strlen(text)), before = strspn(text, "?"), after = 0;
  if (memchr(text, '\n', n)) return 0;
  if (!before) {
    while (after < n && text[n - 1 - after] == '?') after++;
    n = trimmed(text, n - after);
    for (size_t i = 0; i < n; i++)
      if (!is_path_char(text[i])) return 0;
    if (!n || !after) return 0;
  }
  text += before;
  n -= before;
  size_t blanks = strspn(text, BLANKS);
  if (blanks > n) blanks = n;
  lua_pushlstring(L, text + blanks, n - blanks);
  return before + after;
}

bool question_answer(lua_State *L, const char *text) {
  int top = lua_gettop(L);
  size_t marks = push_asked(L, text);
  if (!marks) return false;
  if (!lib_context_find(L, "mlrepl.prompt.help", "ask")) {
    lua_pushliteral(L, "help is not available: library folder not found (set "
                       "MLREPL_PATH)");
    protected_call_report(L, NULL);
  } else {
    lua_insert(L, top + 1);
    lua_pushboolean(L, marks > 1);
    protected_call(L, 2, 0, NULL);
  }
  lua_settop(L, top);
  return true;
}
