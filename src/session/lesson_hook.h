/* lesson_hook.h - passes prompt events to the running lesson.
 *
 * Calls the `listener` of lib/mlrepl/lesson/lesson.lua with an event name and
 * values, and reports its errors. Unless noted, these functions raise only
 * memory errors. */
#ifndef SESSION_LESSON_HOOK_H
#define SESSION_LESSON_HOOK_H

#include <stdbool.h>

#include <lua.h>

/* "open": lines come from a notebook. */
void lesson_hook_open(lua_State *L);
/* "waits": does a lesson wait for a line, such as an answer? */
bool lesson_hook_waits(lua_State *L);
/* "turn": the prompt is about to read a line. */
void lesson_hook_turn(lua_State *L);
/* "end": a script has ended. */
void lesson_hook_end(lua_State *L);
/* "line", text: returns true if the lesson took the line, which is then not
 * run. */
bool lesson_hook_line(lua_State *L, const char *text);
/* "whole", text: is the text complete even if Lua expects more, such as the
 * guess "it falls."? May raise any error; use in protected calls. */
bool lesson_hook_is_whole(lua_State *L, const char *text);
/* "values", the n values at `first`: returns true if they need not be shown. */
bool lesson_hook_values(lua_State *L, int first, int n);

#endif
