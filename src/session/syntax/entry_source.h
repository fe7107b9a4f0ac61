/* entry_source.h - the name and the text of each entry.
 *
 * The code of the seventh entry is compiled under the name "entry 7", so error
 * messages, tracebacks, debug.getinfo and whatever else names its lines say
 * "entry 7:2". In a lua_Debug, pass `source` and `srclen` to entry_source_push.
 */
#ifndef SESSION_SYNTAX_ENTRY_SOURCE_H
#define SESSION_SYNTAX_ENTRY_SOURCE_H

#include <stddef.h>

#include <lua.h>

/* Records the text as the next entry. Its lines must be those that are
 * compiled. */
void entry_source_add(lua_State *L, const char *text);

/* The number of the last entry; 0 before the first one. */
lua_Integer entry_source_count(lua_State *L);

/* Pushes the name for compiling code of the last entry: "=entry 7". */
const char *entry_source_push_name(lua_State *L);

/* "entry 7:1: ", as messages about the first line of the last entry begin; ""
 * before the first one. Never raises; valid until the next entry. */
const char *entry_source_place(lua_State *L);

/* Pushes the text of the entry to which a function with this source of n bytes
 * belongs, and returns the number of the entry, counted from 1. Returns 0 and
 * pushes nothing if there is none. */
lua_Integer entry_source_push(lua_State *L, const char *source, size_t n);

/* Pushes the text of the entry with that number, or nil. */
void entry_source_push_text(lua_State *L, lua_Integer number);

#endif
