/* dependence.h - linear dependence among columns, described in text. */
#ifndef LUA_DIAGNOSTICS_DEPENDENCE_H
#define LUA_DIAGNOSTICS_DEPENDENCE_H

#include <stdbool.h>

#include <lua.h>

#include "lua/model/model_fit.h"

/* Pushes a list of strings such as "sex_male = 1 − sex_female", one for each
 * feature column that is a linear combination of earlier columns, in the units
 * of X where possible. Field `names` lists those columns. The list is empty if
 * there are none, if `asked` is false, if there are no more examples than
 * columns, or if the computation would take too long. */
void push_dependence(lua_State *L, const ModelFit *fit, bool asked);

/* Warns that columns are linearly dependent, names them and says which weights
 * were chosen. `rank` includes the column of ones if there is an intercept. */
void dependence_warn(const ModelFit *fit, const char *name, size_t rank);

#endif
