/* linear_system.h - solving A X = B, or raising an error. */
#ifndef LUA_LINALG_LINEAR_SYSTEM_H
#define LUA_LINALG_LINEAR_SYSTEM_H

#include <stdbool.h>

#include <lua.h>

#include "core/linalg/mat.h"

/* Sets X (n × k, contiguous) to A⁻¹ B, or A⁻ᵀ B; the identity stands for a B
 * whose d is NULL. Raises an error if A (n × n, finite) is singular, warns if it
 * is nearly so; Ctrl-C stops it. */
void linear_system_solve(lua_State *L, Mat X, Mat A, bool transposed, Mat B);

#endif
