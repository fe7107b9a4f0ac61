/* model_features.h - from raw columns to features, and back. */
#ifndef LUA_MODEL_MODEL_FEATURES_H
#define LUA_MODEL_MODEL_FEATURES_H

#include <lua.h>

#include "core/linalg/double_double.h"
#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/status.h"

/* Gives the model at `model` weights for n raw columns, of `classes` sums, all
 * 0, unless it has them; raises when it has others. */
void model_take_inputs(lua_State *L, int model, size_t n, size_t classes);

/* For training: learns range and, once, scale from X at `arg`, and takes its
 * names when the model has none. */
void model_learn_inputs(lua_State *L, int model, int arg, Mat X,
                        const double *low, const double *high);

/* Says, once a model, that X lies far outside what training has seen. */
void model_watch_range(lua_State *L, int model, Mat X);

/* X as features, m × core.features: X itself when the model changes nothing,
 * else a new matrix. Leaves one value on the stack: what holds them. */
Mat push_features(lua_State *L, int model, int arg, Mat X);

/* The same before scaling, always a new matrix. */
Mat push_unscaled_features(lua_State *L, int model, int arg);

/* Push the name of raw column j: the given one, x for a single one, else
 * x0, x1 ...; and the list of the features' names: "size", "size^2" ... */
const char *push_input_name(lua_State *L, int model, size_t j);
void push_weight_names(lua_State *L, int model);

/* Doubles round the weights of powers that cancel, which costs predictions
 * digits. So what was solved, the weights of the raw products and the intercept,
 * is kept beside theta in twice the precision, and holds as long as w and b are
 * what they were then. */
void model_keep_exact(lua_State *L, int model, Vec theta,
                      const DoubleDouble *raw);
/* Pushes their block, or nil; NULL when there are none, or when theta is no
 * longer that of then. */
const DoubleDouble *push_exact(lua_State *L, int model, Vec theta);

/* Raises for what poly_squares and inference_powers say of powers. */
void check_powers(lua_State *L, int model, Status s);

/* Pushes theta for the unscaled features, as a vector: X's own units. */
Vec push_original(lua_State *L, int model);

#endif
