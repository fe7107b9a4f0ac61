/* prompt.h - the read-eval-print loop. */
#ifndef REPL_PROMPT_H
#define REPL_PROMPT_H

#include <lua.h>

#include "session/protected_call.h"

/* Returns the exit code. `version` is shown in the greeting. */
Outcome prompt_run(lua_State *L, const char *version);

#endif
