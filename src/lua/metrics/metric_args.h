/* metric_args.h - the arguments (y, yhat, options) and the result of every
 * metric. */
#ifndef LUA_METRICS_METRIC_ARGS_H
#define LUA_METRICS_METRIC_ARGS_H

#include <stdbool.h>

#include <lua.h>

#include "core/linalg/vec.h"

enum { TRUTH = 1, GUESS = 2, OPTIONS = 3 };

/* A vector or a table of numbers, at least one, all finite. */
Vec check_finite_numbers(lua_State *L, int arg);
/* y, and yhat in *guess: as many, at least one, all finite. */
Vec check_pair(lua_State *L, Vec *guess);
/* Raises, with the advice at the end, unless all are 0 or 1. */
void check_binary(lua_State *L, int arg, Vec v, const char *advice);
#define SAY_POSITIVE                                                           \
  "; of other classes say which one counts, as in {positive=2}"
/* The option positive=, if it is given. */
bool option_positive(lua_State *L, double *positive);
/* Returns a number to Lua, which must be finite. */
int push_metric(lua_State *L, double x);

#endif
