/* source_line.h - the text of one line of a function's source. */
#ifndef SESSION_DEBUG_SOURCE_LINE_H
#define SESSION_DEBUG_SOURCE_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

/* Copies line number `line` of the source of the function, described by
 * lua_getinfo with "S", into `text` as one string of less than `room` bytes.
 * Blanks at both ends are removed and control characters become blanks. The
 * source is an entry of the prompt, a file, or the string given to load.
 * Returns false if it is unknown or has no such line. Raises only memory
 * errors. */
bool source_line_read(lua_State *L, const lua_Debug *function, int line,
                      char *text, size_t room);

/* Is the source an entry of the prompt with a single line of code? */
bool source_line_is_only(lua_State *L, const lua_Debug *function);

#endif
