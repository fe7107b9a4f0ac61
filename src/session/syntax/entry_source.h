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

/* Records the text as the next entry; the function at `index`, compiled from
 * it, and all functions defined in it then belong to that entry. The lines of
 * the text must be those that were compiled. Raises only memory errors. */
void entry_source_set(lua_State *L, int index, const char *text);

/* Pushes the text of the entry to which a function with this source of n bytes
 * belongs, and returns the number of the entry, counted from 1. Returns 0 and
 * pushes nothing if there is none. */
lua_Integer entry_source_push(lua_State *L, const char *source, size_t n);

#endif
