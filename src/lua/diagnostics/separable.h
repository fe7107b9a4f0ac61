/* separable.h - the one test for separable classes, and its words: for train,
 * summary, diagnose and plot.boundary. */
#ifndef LUA_DIAGNOSTICS_SEPARABLE_H
#define LUA_DIAGNOSTICS_SEPARABLE_H

#include <lua.h>

#include "lua/model/model_fit.h"

/* How much time of the processor the linear program may take. */
typedef enum SeparableEffort {
  SEPARABLE_CLASSES, /* none: only classes without examples are looked for */
  SEPARABLE_QUICK,   /* 0.3 seconds */
  SEPARABLE_WHOLE    /* a second */
} SeparableEffort;

/* Pushes what is known of the classes of `fit`, a table made by
 * lib/mlrepl/explain/separation.lua: verdict ("none", "quasi", "complete", "unknown",
 * "one class") and cause, growth, doubt, sentences or nil. nil for models that
 * are not logistic or softmax ones. */
void push_separable(lua_State *L, const ModelFit *fit, SeparableEffort effort);

#endif
