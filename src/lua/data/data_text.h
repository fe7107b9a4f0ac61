/* data_text.h - the text of a file as UTF-8. */
#ifndef LUA_DATA_DATA_TEXT_H
#define LUA_DATA_DATA_TEXT_H

#include <lua.h>
#include <stddef.h>

/* Some values of the option `encoding`; ends with NULL. */
extern const char *const usual_encodings[];

/* Returns the text of the file, converted to UTF-8 from the option `encoding`
 * at `arg`, and pushes the value that owns it. Raises if it is not text. */
const char *push_text(lua_State *L, int arg, const char *path, size_t *n);

#endif
