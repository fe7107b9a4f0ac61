/* error_text.h - the text of an error. */
#ifndef SESSION_DEBUG_ERROR_TEXT_H
#define SESSION_DEBUG_ERROR_TEXT_H

#include <lua.h>

typedef enum ErrorKind {
  ERROR_MESSAGE, /* a string or number */
  ERROR_OWN,     /* an object with __tostring */
  ERROR_OBJECT   /* any other value */
} ErrorKind;

/* Pushes the text of the error at `index`: the message itself, the result of
 * __tostring, or "error object: {code = 3}", shortened, for another value. */
ErrorKind error_text_push(lua_State *L, int index);

#endif
