/* prompt.h - the read-eval-print loop. */
#ifndef REPL_PROMPT_H
#define REPL_PROMPT_H

#include <stdbool.h>

#include <lua.h>

/* Returns the exit code. `version` is shown in the greeting; `start_file` tells
 * whether init.lua is run. */
int prompt_run(lua_State *L, const char *version, bool start_file);

#endif
