/* advice.h - messages about the outcome of training: divergence and advice. */
#ifndef LUA_TRAIN_ADVICE_H
#define LUA_TRAIN_ADVICE_H

#include <stdbool.h>

#include <lua.h>

#include "core/optim/descent.h"
#include "lua/model/model_fit.h"

/* Pushes a sentence that says that training diverged, why, and what to try.
 * `back` names the weights the model was reset to: "its initial weights". */
void push_divergence(lua_State *L, ModelFit *fit, const Outcome *outcome,
                     const Descent *how, const char *back);

/* Returns whether alpha is known to be at most its limit. */
bool is_stable(lua_State *L, const ModelFit *fit, const Descent *how);

/* Raises the error for Ctrl-C. */
int fail_interrupted(lua_State *L, const Outcome *outcome);

/* Pushes advice for a training that has ended (the cost is still falling, the
 * classes are separable), or nil. Takes little time compared with the training.
 * `run` is the index of its record. */
void push_advice(lua_State *L, ModelFit *fit, const Outcome *outcome,
                 const Descent *how, int run);

#endif
