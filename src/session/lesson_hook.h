/* lesson_hook.h - the lesson that runs at the prompt hears what is typed.
 *
 * The `listener` of lib/mlrepl/lesson/lesson.lua is called
 * with a word and values. Its errors are told; but where it is said, none of
 * these raises anything but a memory error. */
#ifndef SESSION_LESSON_HOOK_H
#define SESSION_LESSON_HOOK_H

#include <stdbool.h>

#include <lua.h>

/* Control is with the person again: "turn". */
void lesson_hook_turn(lua_State *L);
/* A script has ended: "end". */
void lesson_hook_end(lua_State *L);
/* "line", text: true when the lesson took the line, which is not run then. */
bool lesson_hook_line(lua_State *L, const char *text);
/* "whole", text: is it whole as it stands, whatever Lua says? For words such as
 * "it falls." while a guess is awaited. Raises: it is for protected calls. */
bool lesson_hook_is_whole(lua_State *L, const char *text);
/* "values" and the n values at `first`: true when they need not be shown. */
bool lesson_hook_values(lua_State *L, int first, int n);

#endif
