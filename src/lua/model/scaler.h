/* scaler.h - shared by normalize and models with normalize=. */
#ifndef LUA_MODEL_SCALER_H
#define LUA_MODEL_SCALER_H

#include <lua.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/model/scale.h"

/* "zscore", "minmax", "mean", by ScaleKind; ends with NULL. */
extern const char *const scale_kinds[];

/* The scale whose four vectors are parts of `all`, which has 4 n numbers. */
Scale scaler_scale_of(ScaleKind kind, Vec all);

/* Returns a scale for n columns; pushes the block that holds its numbers. */
Scale push_scale(lua_State *L, ScaleKind kind, size_t n);

/* Learns the scale from X (finite), whose rows count as `weight` says (n is 0:
 * once); they are shared if the value at `arg` is. Raises if the spread of a
 * column cannot be computed, and warns about constant columns. */
void scaler_learn(lua_State *L, int arg, Scale *scale, Mat X, Vec weight);

#endif
