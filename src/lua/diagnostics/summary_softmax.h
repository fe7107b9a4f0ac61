/* summary_softmax.h - m:summary of a softmax model. */
#ifndef LUA_DIAGNOSTICS_SUMMARY_SOFTMAX_H
#define LUA_DIAGNOSTICS_SUMMARY_SOFTMAX_H

#include <lua.h>

#include "lua/model/model_fit.h"

/* Pushes the summary of the model at 1 on X at 2: the coefficients of each
 * class less those of class 1, as nnet's multinom in R. */
void push_softmax_summary(lua_State *L, ModelFit *fit, double level);

#endif
