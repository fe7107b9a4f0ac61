/* matrix_args.h - the matrices that linear algebra takes. */
#ifndef LUA_LINALG_MATRIX_ARGS_H
#define LUA_LINALG_MATRIX_ARGS_H

#include <lua.h>

#include "core/linalg/mat.h"

/* The argument A, a matrix of finite numbers that LAPACK can take. */
Mat matrix_args_finite(lua_State *L, int arg);
/* The same for a square one; `advice` follows the error of others. */
Mat matrix_args_square(lua_State *L, int arg, const char *advice);
/* Raises an error unless the square matrix is symmetric. */
void matrix_args_symmetric(lua_State *L, Mat A);

#endif
