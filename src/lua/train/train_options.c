#include "lua/train/train_options.h"

#include <math.h>
#include <stdbool.h>

#include "core/optim/descent.h"
#include "lua/base/args.h"
#include "lua/base/error.h"

/* The values of `method`, and the core method of each. */
enum Way { GD, SGD, MINIBATCH, MOMENTUM, ADAM, LBFGS, NEWTON, EXACT };

const char *const train_methods[] = {"gd",       "sgd",   "minibatch",
                                     "momentum", "adam",  "lbfgs",
                                     "newton",   "exact", NULL};

static Method method_of(enum Way way) {
  switch (way) {
  case SGD:
  case MINIBATCH: return METHOD_EPOCHS;
  case MOMENTUM: return METHOD_MOMENTUM;
  case ADAM: return METHOD_ADAM;
  case LBFGS: return METHOD_LBFGS;
  case NEWTON: return METHOD_NEWTON;
  case GD:
  case EXACT: return METHOD_GD;
  }
  return METHOD_GD;
}

static bool is_given(lua_State *L, int arg, const char *key) {
  bool given = option_push(L, arg, key) != LUA_TNIL;
  lua_pop(L, 1);
  return given;
}

/* Raises if an option has no effect with the chosen method. */
static void check_belongings(lua_State *L, int arg, enum Way way) {
  bool own_steps = way == LBFGS || way == NEWTON || way == EXACT;
  bool draws = way == SGD || way == MINIBATCH;
  if (is_given(L, arg, "momentum") && way != MOMENTUM)
    fail(L, "option momentum requires method=\"momentum\"");
  if (is_given(L, arg, "batch") && way != MINIBATCH)
    fail(L, "option batch requires method=\"minibatch\"");
  if (is_given(L, arg, "seed") && !draws)
    fail(L,
         "option seed requires method=\"sgd\" or \"minibatch\"; %s uses no "
         "random numbers",
         train_methods[way]);
  if (is_given(L, arg, "alpha") && own_steps)
    fail(L,
         "option alpha cannot be used with method=\"%s\", which finds its own "
         "step size",
         train_methods[way]);
}

static double check_in(lua_State *L, int arg, const char *key, double otherwise,
                       bool (*allowed)(double), const char *expected) {
  double value = option_number(L, arg, key, otherwise);
  if (!allowed(value)) {
    lua_pushnumber(L, value);
    fail_option(L, key, expected);
  }
  return value;
}

bool is_alpha(double x) { return x > 0 && isfinite(x); }
bool is_momentum(double x) { return x >= 0 && x < 1; }
static bool is_tolerance(double x) { return x >= 0; }

static size_t check_batch(lua_State *L, int arg, enum Way way) {
  size_t batch = option_count(L, arg, "batch", way == SGD ? 1 : 32);
  if (!batch) {
    lua_pushinteger(L, 0);
    fail_option(L, "batch", "integer of at least 1");
  }
  return batch;
}

Plan check_plan(lua_State *L, int arg) {
  Plan plan = {.seed = option_count(L, arg, "seed", 1)};
  Descent *d = &plan.descent;
  enum Way way = (enum Way)option_word(L, arg, "method", train_methods, GD);
  check_belongings(L, arg, way);
  plan.exact = way == EXACT;
  plan.batch = check_batch(L, arg, way);
  /* adam divides by the gradient's magnitude: near a minimum, its steps depend
   * on rounding errors, so the gradient must come from the rows. */
  plan.rows =
    option_boolean(L, arg, "rows", false) || (way != GD && way != MOMENTUM);
  d->method = method_of(way);
  d->iterations = option_count(L, arg, "iterations", 1000);
  d->alpha = check_in(L, arg, "alpha", 0.01, is_alpha,
                      "number greater than 0 (try 0.01)");
  d->tolerance =
    check_in(L, arg, "tolerance", 0, is_tolerance, "number 0 or more");
  d->momentum =
    check_in(L, arg, "momentum", 0.9, is_momentum, "number from 0 up to 1");
  return plan;
}
