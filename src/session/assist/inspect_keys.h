/* inspect_keys.h - the keys of a table in the order in which they are shown. */
#ifndef SESSION_ASSIST_INSPECT_KEYS_H
#define SESSION_ASSIST_INSPECT_KEYS_H

#include <stddef.h>

#include <lua.h>

/* Pushes a list of the keys of the table except 1..n, in order: numbers,
 * strings, others. The list has only the first `most` of them; returns their
 * full number. */
size_t inspect_keys_push(lua_State *L, int table, lua_Integer n, size_t most);

#endif
