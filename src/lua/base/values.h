/* values.h - new vectors, matrices and scratch memory. */
#ifndef LUA_BASE_VALUES_H
#define LUA_BASE_VALUES_H

#include <stddef.h>

#include <lua.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"

/* A new userdata with the numbers in the same block, 64-byte aligned, not
 * filled. Refuses counts beyond this machine's memory by their size. */
Vec push_vec(lua_State *L, size_t n);
Mat push_mat(lua_State *L, size_t rows, size_t cols);
/* A view: keeps the userdata at `owner` alive. */
void push_vec_view(lua_State *L, int owner, Vec v);
void push_mat_view(lua_State *L, int owner, Mat m);
/* Scratch of n * size bytes, an unnamed userdata. */
void *push_scratch(lua_State *L, size_t n, size_t size);

#endif
