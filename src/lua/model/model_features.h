/* model_features.h - from raw columns to features, and back. */
#ifndef LUA_MODEL_MODEL_FEATURES_H
#define LUA_MODEL_MODEL_FEATURES_H

#include <lua.h>

#include "core/double_double.h"
#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/status.h"

/* Gives the model at `model` zero weights for n raw columns and `classes`
 * classes, unless it has such weights; raises if it has others. */
void model_take_inputs(lua_State *L, int model, size_t n, size_t classes);

/* For training: learns the range and, the first time, the scale from X at
 * `arg`, whose rows count as `weight` says (n is 0: once), and takes its column
 * names if the model has none. */
void model_learn_inputs(lua_State *L, int model, int arg, Mat X, Vec weight,
                        const double *low, const double *high);

/* Warns once per model if X lies far outside the training range. */
void model_watch_range(lua_State *L, int model, Mat X);

/* X as features, m × core.features: X itself if the model does not transform
 * it, else a new matrix. Pushes the value that owns the numbers. */
Mat push_features(lua_State *L, int model, int arg, Mat X);

/* The same without scaling; always a new matrix. */
Mat push_unscaled_features(lua_State *L, int model, int arg);

/* Push the name of raw column j (the user's, else x for a single column, else
 * x0, x1 ...), and the table of the feature names: "size", "size^2" ... */
const char *push_input_name(lua_State *L, int model, size_t j);
void push_weight_names(lua_State *L, int model);

/* Where powers cancel, rounding their weights to doubles costs predictions
 * digits. So the exact solution (the weights of the raw products, then the
 * intercept) is kept beside theta in double-double precision; it is valid as
 * long as w and b are unchanged. */
void model_keep_exact(lua_State *L, int model, Vec theta,
                      const DoubleDouble *raw);
/* Pushes their block, or nil; returns NULL if there is none, or if theta has
 * changed since. */
const DoubleDouble *push_exact(lua_State *L, int model, Vec theta);

/* Raises an error for a status of poly_squares or inference_powers. */
void check_powers(lua_State *L, int model, Status s);

/* Pushes theta for the unscaled features (in the units of X), as a vector. */
Vec push_original(lua_State *L, int model);

#endif
