/* exact.h - train's method "exact", for linear models. */
#ifndef PRIM_EXACT_H
#define PRIM_EXACT_H

#include "model.h"
#include "train.h"

/* Puts the least-squares solution into the model's weights; warns when columns
 * depend on each other. One iteration; costs before and after are passes over
 * the data. */
Outcome solve_exact(lua_State *L, LuaModel *m, Mat X, Vec y);

#endif
