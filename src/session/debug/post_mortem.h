/* post_mortem.h - keeps the stack of the last error for %debug.
 *
 * A record holds the functions, locals and lines of at most 100 frames of the
 * user's code, innermost first. It is made when an error is reported, before
 * the stack is unwound; an error that the program catches costs nothing. The
 * values stay alive until the next error or post_mortem_forget.
 */
#ifndef SESSION_DEBUG_POST_MORTEM_H
#define SESSION_DEBUG_POST_MORTEM_H

#include <lua.h>

/* Records the stack of L from the level on, for the error value at `index`; if
 * the error came out of a coroutine (see running_failed), the frames of that
 * coroutine come first.
 * Keeps the old record if there is no frame of the user's code, or for lack of
 * memory. Never raises. */
void post_mortem_record(lua_State *L, int index, int level);

/* Pushes the traceback of the coroutines that the error at `index` came out of;
 * returns NULL and pushes nothing if there are none. */
const char *post_mortem_push_inner(lua_State *L, int index);

/* Appends the frames of `from` from the level on to the list at the top of L. */
void post_mortem_add_frames(lua_State *L, lua_State *from, int level);

/* The line at which the function at `index` stood when the last error happened;
 * 0 if it is not in the record. */
int post_mortem_line(lua_State *L, int index);

/* Deletes the record. */
void post_mortem_forget(lua_State *L);

#endif
