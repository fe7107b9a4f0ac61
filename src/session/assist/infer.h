/* infer.h - what an expression stands for, without evaluating it.
 *
 * Values are followed by raw access; the results of calls have the types that
 * usages state. Nothing of the user's runs: neither functions nor metamethods.
 * Where nothing is known the type is "any".
 */
#ifndef SESSION_ASSIST_INFER_H
#define SESSION_ASSIST_INFER_H

#include <stdbool.h>

#include <lua.h>

#include "session/syntax/tokens.h"

/* Pops a table, or nil: from now on the names in it hide globals. */
void infer_set_scope(lua_State *L);
/* Pushes that table; pushes nothing and returns false if there is none. */
bool infer_push_scope(lua_State *L);

/* Pushes the value of the operand in tokens [start, end), such as
 * d:matrix{"a"}[1] or train, or a stand-in for it. May raise. */
void infer_push(lua_State *L, Tokens c, size_t start, size_t end);

/* The same for the whole expression at `start`. */
void infer_push_expression(lua_State *L, Tokens c, size_t start);

/* Pushes the help entry of the function that the operand stands for; false if
 * there is none. May raise. */
bool infer_push_entry(lua_State *L, Tokens c, size_t start, size_t end);

#endif
