/* backward.h - from the value of f back to its arguments. */
#ifndef LUA_GRAD_BACKWARD_H
#define LUA_GRAD_BACKWARD_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "lua/grad/tape.h"

/* Computes the slopes of all nodes up to the result; drops those of arrays that
 * are not arguments unless `keep`. */
void backward_run(lua_State *L, Tape *tape, bool keep);
/* Pushes the derivative by an argument: a number, vector or matrix. */
void backward_push_slope(lua_State *L, Tape *tape, size_t node);
/* Sets out to the derivatives of the result of an operation on numbers by its
 * inputs; false if it is another operation. */
bool backward_local(const Tape *tape, size_t node, double out[2]);

#endif
