/* separable.h - the test for separable classes and its messages, shared by
 * train, summary, diagnose and plot.boundary. */
#ifndef LUA_DIAGNOSTICS_SEPARABLE_H
#define LUA_DIAGNOSTICS_SEPARABLE_H

#include <lua.h>

#include "lua/model/model_fit.h"

/* CPU time limit for the linear program. */
typedef enum SeparableEffort {
  SEPARABLE_CLASSES, /* none: only check for classes without examples */
  SEPARABLE_QUICK,   /* 0.3 seconds */
  SEPARABLE_WHOLE    /* 1 second */
} SeparableEffort;

/* Pushes the table made by lib/mlrepl/explain/separation.lua for the classes of
 * `fit`: verdict ("none", "quasi", "complete", "unknown", "one class") and the
 * sentences growth, held, worthless and doubt, each of which may be nil. Pushes
 * nil if the model is neither logistic nor softmax. */
void push_separable(lua_State *L, const ModelFit *fit, SeparableEffort effort);

#endif
