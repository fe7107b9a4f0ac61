/* debugger.h - the prompt while %debug looks at a stack: of the last error, or of
 * code that it runs line by line. */
#ifndef SESSION_DEBUGGER_H
#define SESSION_DEBUGGER_H

#include <stdbool.h>

#include <lua.h>

/* Are entries meant for the debugger? */
bool debugger_is_on(void);

/* Runs a command of the debugger, or Lua code with the variables of the frame,
 * and shows its values. Reports errors; returns whether there were none. */
bool debugger_run(lua_State *L, const char *text);

/* Leaves the debugger. */
void debugger_leave(lua_State *L);

#endif
