/* values.h - allocating vectors, matrices and scratch memory. */
#ifndef LUA_BASE_VALUES_H
#define LUA_BASE_VALUES_H

#include <stddef.h>

#include <lua.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"

/* Push a new array; header and numbers share one userdata, 64-byte aligned and
 * uninitialized. Raise if it is larger than this machine's memory. */
Vec push_vec(lua_State *L, size_t n);
Mat push_mat(lua_State *L, size_t rows, size_t cols);
/* The same for arrays that are filled later: garbage is collected less often. */
Vec push_vec_empty(lua_State *L, size_t n);
Mat push_mat_empty(lua_State *L, size_t rows, size_t cols);
/* Push a view, which keeps the userdata at `owner` alive. */
void push_vec_view(lua_State *L, int owner, Vec v);
void push_mat_view(lua_State *L, int owner, Mat m);
/* Pushes a table with weak keys. */
void push_weak_table(lua_State *L);
/* Collects garbage if that costs little compared with filling these bytes. */
void values_collect(lua_State *L, double bytes);
/* Pushes scratch memory of n * size bytes. */
void *push_scratch(lua_State *L, size_t n, size_t size);

#endif
