/* dependence.h - which columns depend on others, in words. */
#ifndef LUA_DIAGNOSTICS_DEPENDENCE_H
#define LUA_DIAGNOSTICS_DEPENDENCE_H

#include <stdbool.h>

#include <lua.h>

#include "lua/model/model_fit.h"

/* Pushes a list of texts, "sex_male = 1 − sex_female", one for each column of a
 * model's features that is a combination of those before it, in units of X where
 * the model has these. Its names are those of these columns.
 * Empty when there are none, when they are not asked for, when there are fewer
 * examples than columns, and when it would take too long. */
void push_dependence(lua_State *L, const ModelFit *fit, bool asked);

/* Warns that the columns are not independent, which, and what the weights are.
 * Rank and number of the columns count the ones, if there is an intercept. */
void dependence_warn(const ModelFit *fit, const char *name, size_t rank);

#endif
