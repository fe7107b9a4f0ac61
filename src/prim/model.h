/* model.h - what a model userdata holds; shared by model.c, train.c, run.c. */
#ifndef PRIM_MODEL_H
#define PRIM_MODEL_H

#include "../core/model.h"
#include "prim.h"

/* User values: the vector of theta, and the table of feature names or nil. */
enum { MODEL_THETA = 1, MODEL_NAMES };

/* Before the count of features is known theta is NULL and b waits in `b`. */
typedef struct LuaModel {
  ModelKind kind;
  size_t features;
  double b, lambda, threshold;
  double *theta;
} LuaModel;

LuaModel *check_model(lua_State *L, int arg);
/* The same, with weights: raises when there are none yet. */
LuaModel *check_ready_model(lua_State *L, int arg);

/* Pushes a new model of the same kind, options and names with weights of 0 for
 * `features` (0: not known yet). */
LuaModel *push_model_like(lua_State *L, int model, size_t features);

/* Gives the model at `arg` zero weights for n features, unless it has n;
 * raises when it has another count. */
void model_fit_features(lua_State *L, int arg, size_t n, const char *what);

/* The model as core sees it; theta must be there. */
Model core_model(const LuaModel *m);

/* Pushes the name of feature j: the given one, x for a single one, else x0... */
const char *push_feature_name(lua_State *L, int model, size_t j);

/* X and y at two arguments, checked for training and costs: shapes, finite
 * numbers, targets of the model's kind. Makes the model ready. */
void check_training_data(lua_State *L, int model, int arg_X, int arg_y, Mat *X,
                         Vec *y);

#endif
