#include "session/question.h"

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "session/protected_call.h"
#include "session/syntax/prompt_syntax.h"

bool question_answer(lua_State *L, const char *text) {
  const int top = lua_gettop(L);
  const PromptQuestion q = prompt_syntax_question(text);
  if (!q.marks) return false;
  if (!lib_context_find(L, "mlrepl.prompt.help", "ask")) {
    lua_pushliteral(L, "help is not available: library folder not found (set "
                       "MLREPL_PATH)");
    protected_call_report(L, NULL);
  } else {
    lua_pushlstring(L, q.about, q.n);
    lua_pushboolean(L, q.marks > 1);
    protected_call(L, 2, 0, NULL);
  }
  lua_settop(L, top);
  return true;
}
