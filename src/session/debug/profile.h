/* profile.h - measures how often functions are called and how long they run.
 *
 * A hook that runs when a function is called and when it returns reads the
 * clock: the time since the last event belongs to the function that ran, and
 * the time spent in the hook itself to none. Each coroutine has its own stack
 * of calls; while it is suspended, its functions take no time. What a function
 * of mlrepl's own library calls counts as a part of it, except functions of the
 * user.
 */
#ifndef SESSION_DEBUG_PROFILE_H
#define SESSION_DEBUG_PROFILE_H

#include <stdbool.h>

#include <lua.h>

#include "session/debug/tally.h"

typedef struct ProfileResult {
  double seconds, overhead; /* measured; spent in the hook */
  bool complete;            /* false if memory ran out */
  const Tally *functions;   /* only those with a count were called */
  const Tally *lines;       /* empty unless measured */
} ProfileResult;

/* Begins; by_line: also measures each line, which is slower. Raises only memory
 * errors; so does the code that is measured. */
void profile_start(lua_State *L, bool by_line);
/* Ends. The result is valid until profile_clear. */
ProfileResult profile_stop(lua_State *L);
/* Pushes a list: [i + 1] = {function, its name in the first call or nil} for
 * item i of the functions. */
void profile_push_functions(lua_State *L);
/* Frees the memory. */
void profile_clear(lua_State *L);

#endif
