/* resample.c - resample, which is written in Lua: lib/mlrepl/explain/resample.lua. */
#include <lua.h>

#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"

static int l_resample(lua_State *L) {
  enum { OPTIONS = 5 };
  lua_settop(L, OPTIONS);
  lib_context_push(L, "mlrepl.explain.resample", "resample");
  lua_insert(L, 1);
  lua_call(L, OPTIONS, 1);
  return 1;
}

static const Prim prims[] = {
  {"resample", l_resample,
   "resample(m, X, y, count, {seed=, level=, method=, iterations=, weights=, "
   "offset=, progress=}) -> resampling",
   "Refits copies of the model on `count` (default 200) bootstrap samples: as "
   "many rows as X has, drawn from X with replacement. How much the weights "
   "differ from sample to sample is how much they would differ if the data had "
   "been another sample from the same source. The result prints each weight "
   "(in the units of X) with the standard deviation of its refits and the "
   "interval that holds 95% of them (level=0.95). m itself is not changed.\n"
   "r:predict(X) returns such intervals for predictions, r:influence() how the "
   "weights change without each row, plot.fit(m, X, y, {resample=r}) draws the "
   "refits. Samples in which the classes are separable, or columns depend on "
   "each other, do not determine the weights; they are counted and left out.\n"
   "weights= and offset= are those of train. Whole weights count equal rows, "
   "which are drawn one by one; other weights go with their row.\n"
   "seed=1 seeds the draws. method= is the method of train: \"exact\" for "
   "linear models, \"lbfgs\" for custom models, otherwise \"newton\"; "
   "iterations=200 limits it. progress=false hides the progress bar. Each thread "
   "(--threads) trains one model at a time, except for custom models; the "
   "results are the same for any number of threads.",
   "x, y = vector{1, 2, 3, 4, 5, 6}, vector{2.1, 3.9, 6.2, 7.8, 10.1, 12.2}\n"
   "r = resample(model.linear(), x, y, 20, {seed=1})\n"
   "r.names[2] --> x\nr.low[2] < 2 and 2 < r.high[2] --> true"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_resample(lua_State *L) { registry_add(L, prims); }
