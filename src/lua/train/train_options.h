/* train_options.h - reading the options of train. */
#ifndef LUA_TRAIN_TRAIN_OPTIONS_H
#define LUA_TRAIN_TRAIN_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include <lua.h>

#include "core/optim/descent.h"

typedef struct Plan {
  Descent descent; /* on_step and context are still to be set */
  bool exact;      /* solve instead of descending */
  bool rows;       /* read all of X in every iteration */
  size_t batch;    /* examples per step, for METHOD_EPOCHS */
  uint64_t seed;
} Plan;

/* Reads the options of the method; raises for values out of range and for
 * options that do not apply to the method. */
Plan check_plan(lua_State *L, int arg);

/* The values of the option `method`; ends with NULL. */
extern const char *const train_methods[];

/* The allowed values of alpha and momentum. */
bool is_alpha(double x);
bool is_momentum(double x);

#endif
