/* completion.h - the Tab key: candidates for the word before the cursor. */
#ifndef REPL_COMPLETION_H
#define REPL_COMPLETION_H

#include <lua.h>

/* Makes Readline ask here. Call before rl_initialize. */
void completion_open(lua_State *L);

#endif
