/* signature.h - one line about the call that is being typed. */
#ifndef SESSION_ASSIST_SIGNATURE_H
#define SESSION_ASSIST_SIGNATURE_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

/* Around the argument that is being typed: bytes that text does not contain. */
#define SIGNATURE_BEGIN "\001"
#define SIGNATURE_END   "\002"

/* Pushes a line such as "train(m, X, \001y\002, {method=, ...}) -> run" for the
 * call around text[point]; false if there is none or nothing is known about the
 * function. In a table of options the option being typed comes first, with its
 * explanation. Options are left out to fit `width` columns, but the line can be
 * longer. Runs no code of the user. May raise. */
bool signature_push(lua_State *L, const char *text, size_t point, size_t width);

#endif
