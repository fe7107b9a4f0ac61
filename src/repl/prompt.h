/* prompt.h - the prompt: read, run, show, until Ctrl-D. */
#ifndef REPL_PROMPT_H
#define REPL_PROMPT_H

#include <lua.h>

#include "session/protected_call.h"

/* Gives what the program is to end with. `version` stands in the greeting. */
Outcome prompt_run(lua_State *L, const char *version);

#endif
