/* separable.h - the one test for separable classes, and its words: for train,
 * summary, diagnose and plot.boundary. */
#ifndef PRIM_SEPARABLE_H
#define PRIM_SEPARABLE_H

#include "fit.h"

/* Pushes what is known of the classes of `fit`, a table made by
 * lib/mlrepl/separation.lua: verdict ("none", "quasi", "complete", "unknown",
 * "one class") and cause, growth, doubt, sentences or nil. nil for models that
 * are not logistic or softmax ones. */
void push_separable(lua_State *L, const Fit *fit);

#endif
