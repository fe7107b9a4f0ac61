/* completion.h - the Tab key: candidates for the word before the cursor. */
#ifndef REPL_COMPLETION_H
#define REPL_COMPLETION_H

#include <stdbool.h>

#include <lua.h>

/* Makes Readline ask here. Call before rl_initialize. */
void completion_open(lua_State *L);

/* A command of Readline: completes, but at the start of a line it indents. */
int completion_tab(int count, int key);

/* Was the last command one of completion? */
bool completion_was_last(void);

#endif
