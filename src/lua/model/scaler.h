/* scaler.h - what models with normalize= share with normalize. */
#ifndef LUA_MODEL_SCALER_H
#define LUA_MODEL_SCALER_H

#include <lua.h>

#include "core/linalg/mat.h"
#include "core/model/scale.h"

/* "zscore", "minmax", "mean", by ScaleKind; ended by NULL. */
extern const char *const scale_kinds[];

/* A scale for n columns; pushes the block its numbers are in. */
Scale push_scale(lua_State *L, ScaleKind kind, size_t n);

/* Learns it from X (finite); raises for columns whose spread cannot be told,
 * names constant ones in a warning. */
void scaler_learn(lua_State *L, Scale *scale, Mat X);

#endif
