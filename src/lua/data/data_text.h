/* data_text.h - the text of a file as UTF-8. */
#ifndef LUA_DATA_DATA_TEXT_H
#define LUA_DATA_DATA_TEXT_H

#include <lua.h>
#include <stddef.h>

/* Pushes what holds the text of the file; the option `encoding` at `arg` tells
 * how it is written. Raises where it is not text. */
const char *push_text(lua_State *L, int arg, const char *path, size_t *n);

#endif
