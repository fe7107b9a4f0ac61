/* assist.h - completion for front ends without Readline. */
#ifndef SESSION_COMPLETE_ASSIST_H
#define SESSION_COMPLETE_ASSIST_H

#include <lua.h>

/* A lua_CFunction: (text before the cursor) -> list of candidates for its last
 * word, and where that begins, in bytes; nothing if nothing can be completed.
 * Offers file names, too. */
int assist_complete(lua_State *L);

#endif
