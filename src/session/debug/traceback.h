/* traceback.h - where an error happened, with lines of the source. */
#ifndef SESSION_DEBUG_TRACEBACK_H
#define SESSION_DEBUG_TRACEBACK_H

#include <stdbool.h>

#include <lua.h>

/* Appends to the message at the top of the stack the frames of the user's code,
 * innermost first, from the level on, each with its source line:
 *
 *   my.lua:2: attempt to index a nil value (local 'w')
 *   stack traceback:
 *           my.lua:2: in function 'step'
 *             > return w.x - 1
 *                      ^
 *           my.lua:9: in main chunk
 *             > step(nil)
 *
 * If the only frame is a main chunk, appends just the line if the message names
 * its place, and nothing if that is an entry of one line. A message that
 * describes an error object names no place, so the frame follows. `inner` is the
 * text of traceback_push for the coroutines that the error came out of, or
 * NULL. */
void traceback_append(lua_State *L, int level, bool object, const char *inner);

/* Pushes the lines for the frames of a coroutine that has failed with the error
 * at its top. */
void traceback_push(lua_State *L, lua_State *from, int level);

#endif
