/* chunked_copy.h - filling and copying many numbers, with checks for Ctrl-C. */
#ifndef LUA_ARRAY_CHUNKED_COPY_H
#define LUA_ARRAY_CHUNKED_COPY_H

#include <lua.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"

/* vec_fill, vec_copy, mat_copy and mat_transpose in chunks; raise "interrupted"
 * on Ctrl-C. */
void chunked_fill(lua_State *L, Vec v, double value);
void chunked_copy_vec(lua_State *L, Vec out, Vec a);
void chunked_copy_mat(lua_State *L, Mat out, Mat a);
void chunked_transpose(lua_State *L, Mat out, Mat a);

#endif
