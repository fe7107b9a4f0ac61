/* leave.h - leaving the prompt: exit and quit, and the questions before. */
#ifndef SESSION_LEAVE_H
#define SESSION_LEAVE_H

#include <stdbool.h>

#include <lua.h>

/* Call before each entry. */
void leave_turn(void);

/* Are background jobs running? Then tells the user, who will leave if the next
 * entry leaves, too; `how` is "Ctrl-D" or the word that was typed. Returns false
 * if the user may leave. */
bool leave_waits_for_jobs(lua_State *L, const char *how);

/* Is the text `exit`, `quit`, `exit()` or `exit(3)`, and does the user have no
 * global of that name? Then leave_is_asked returns true from now on, unless jobs
 * are running or the last entry left a lesson or the debugger: then tells so. */
bool leave_ask(lua_State *L, const char *text);

bool leave_is_asked(void);
/* The exit code that was given; 0 if none. */
int leave_code(void);

#endif
