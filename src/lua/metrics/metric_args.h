/* metric_args.h - checks the arguments (y, yhat, options) and results of
 * metrics. */
#ifndef LUA_METRICS_METRIC_ARGS_H
#define LUA_METRICS_METRIC_ARGS_H

#include <stdbool.h>

#include <lua.h>

#include "core/linalg/vec.h"

enum { TRUTH = 1, GUESS = 2, OPTIONS = 3 };

/* A vector or table of numbers: nonempty, all finite. */
Vec check_finite_numbers(lua_State *L, int arg);
/* Returns y and sets *guess to yhat: same length, nonempty, all finite. */
Vec check_pair(lua_State *L, Vec *guess);
/* Raises unless all elements are 0 or 1; the message ends with `advice`. */
void check_binary(lua_State *L, int arg, Vec v, const char *advice);
#define SAY_POSITIVE                                                           \
  "; for other classes name the positive one, as in {positive=2}"
/* Raises unless p, element i of the guess, is from 0 to 1. */
void check_probability(lua_State *L, double p, size_t i);
/* Sets *positive to the option positive= and returns true if it is given. */
bool option_positive(lua_State *L, double *positive);
/* Pushes x, the result; raises unless it is finite. */
int push_metric(lua_State *L, double x);

#endif
