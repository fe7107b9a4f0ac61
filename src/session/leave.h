/* leave.h - exit and quit, typed at the prompt. */
#ifndef SESSION_LEAVE_H
#define SESSION_LEAVE_H

#include <stdbool.h>

#include <lua.h>

/* Is the text `exit`, `quit`, `exit()` or `exit(3)`, and does the user have no
 * global of that name? Then leave_is_asked returns true from now on. */
bool leave_ask(lua_State *L, const char *text);

bool leave_is_asked(void);
/* The exit code that was given; 0 if none. */
int leave_code(void);

#endif
