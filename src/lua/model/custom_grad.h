/* custom_grad.h - the gradient of a custom model's cost by grad. */
#ifndef LUA_MODEL_CUSTOM_GRAD_H
#define LUA_MODEL_CUSTOM_GRAD_H

#include <stdbool.h>

#include <lua.h>

/* Pops cost, X, y, w and b, and differentiates cost(X, y, w, b) by w and b.
 * Pushes dw, db and the cost; or, if that raises an error, its message, and
 * returns false. An interrupt is raised. */
bool custom_grad_call(lua_State *L);

#endif
