/* entry_source.h - the text of each entry, found from the functions it defined.
 *
 * Every entry is compiled under the name "stdin", which messages show. The
 * number of the entry follows a zero byte in the source of its functions:
 * "=stdin\0" "12". Messages end at the zero byte, so they do not show it. In a
 * lua_Debug, pass `source` and `srclen` to entry_source_push.
 */
#ifndef SESSION_SYNTAX_ENTRY_SOURCE_H
#define SESSION_SYNTAX_ENTRY_SOURCE_H

#include <stddef.h>

#include <lua.h>

/* Records the text as the next entry and returns its number. */
lua_Integer entry_source_add(lua_State *L, const char *text);

/* The function at `index`, and all functions defined in it, belong to the entry
 * with that number. The lines of the entry's text must be those that were
 * compiled. Raises only memory errors. */
void entry_source_mark(lua_State *L, int index, lua_Integer number);

/* Pushes the text of the entry to which a function with this source of n bytes
 * belongs, and returns the number of the entry, counted from 1. Returns 0 and
 * pushes nothing if there is none. */
lua_Integer entry_source_push(lua_State *L, const char *source, size_t n);

/* Pushes the text of the entry with that number, or nil. */
void entry_source_push_text(lua_State *L, lua_Integer number);

#endif
