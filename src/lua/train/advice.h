/* advice.h - what train says of its end: why the cost grew, and what would have
 * helped. */
#ifndef LUA_TRAIN_ADVICE_H
#define LUA_TRAIN_ADVICE_H

#include <stdbool.h>

#include <lua.h>

#include "core/optim/descent.h"
#include "lua/model/model_fit.h"

/* Pushes a sentence: the cost grew, why, and what to do. `back` says where the
 * model is now: "where it started". */
void push_divergence(lua_State *L, ModelFit *fit, const Outcome *outcome,
                     const Descent *how, const char *back);

/* Is alpha known to be below its limit? */
bool is_stable(lua_State *L, const ModelFit *fit, const Descent *how);

/* Raises: Ctrl-C. */
int fail_interrupted(lua_State *L, const Outcome *outcome);

/* Pushes a sentence for a training that ended, or nil when there is nothing to
 * say: its cost still falls, or its classes are separable. Costs a small part
 * of what training did. `run` is the place of its record. */
void push_advice(lua_State *L, ModelFit *fit, const Outcome *outcome,
                 const Descent *how, int run);

#endif
