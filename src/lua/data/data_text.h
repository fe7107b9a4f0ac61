/* data_text.h - the text of a file as UTF-8. */
#ifndef LUA_DATA_DATA_TEXT_H
#define LUA_DATA_DATA_TEXT_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

/* Some values of the option `encoding`; ends with NULL. */
extern const char *const usual_encodings[];

typedef struct DataText {
  const char *text; /* UTF-8 */
  size_t n;
  const char *encoding; /* from which it was converted */
  const char *guess;    /* why, if that is a guess: a sentence; else NULL */
} DataText;

/* Returns the n bytes of the file, converted to UTF-8 from the option
 * `encoding` at `arg` or from what they look like, and pushes the values that
 * own the parts. Raises if they are no text. */
DataText push_data_text(lua_State *L, int arg, const char *path,
                        const char *bytes, size_t n);

#endif
