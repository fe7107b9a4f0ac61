/* capture.h - collects shown figures instead of showing them.
 *
 * explore calls the user's function, which may show figures, as often as a
 * slider moves. It then shows each as a frame that replaces the previous one.
 * The native module mlrepl.frames has
 *   capture(list)    figures shown from now on are appended to the list; nil
 *                    ends it
 *   current()        the current figure, or nil
 *   marks(figure)    the number of its marks; 0 if it is closed
 *   keep_free(lines)  frames in a terminal leave room for lines below them
 *   wait(seconds)    serves windows and pages until a key is there (true) or
 *                    the time is over (false)
 */
#ifndef LUA_SHOW_CAPTURE_H
#define LUA_SHOW_CAPTURE_H

#include <stdbool.h>

#include <lua.h>

/* Appends the figure at that stack index if a list is set. */
bool capture_take(lua_State *L, int figure);

#endif
