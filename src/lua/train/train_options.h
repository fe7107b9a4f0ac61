/* train_options.h - what the options of train say. */
#ifndef LUA_TRAIN_TRAIN_OPTIONS_H
#define LUA_TRAIN_TRAIN_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include <lua.h>

#include "core/optim/descent.h"

typedef struct Plan {
  Descent descent; /* on_step and context are still to be set */
  bool exact;      /* solve instead of descending */
  bool rows;       /* read all of X at every iteration */
  size_t batch;    /* examples a step, for METHOD_EPOCHS */
  uint64_t seed;
} Plan;

/* Reads the options that say how to train; raises for values out of range and
 * for options that the chosen method does not read. */
Plan check_plan(lua_State *L, int arg);

/* What alpha and momentum may be. */
bool is_alpha(double x);
bool is_momentum(double x);

#endif
