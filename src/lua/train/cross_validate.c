/* cross_validate.c - cross_validate and search, which are written in Lua, and
 * what they need from C. */
#include <stdbool.h>
#include <stddef.h>

#include <lauxlib.h>

#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "sys/terminal/progress.h"
#include "lua/base/registry.h"
#include "lua/model/model.h"
#include "lua/model/model_new.h"
#include "lua/model/model_weights.h"

/* Calls the function of that name with all arguments. */
static int call_module(lua_State *L, const char *module, const char *name) {
  lib_context_push(L, module, name);
  lua_insert(L, 1);
  lua_call(L, lua_gettop(L) - 1, 1);
  return 1;
}

static int l_cross_validate(lua_State *L) {
  return call_module(L, "mlrepl.selection.cross_validate", "cross_validate");
}

static int l_search(lua_State *L) {
  return call_module(L, "mlrepl.selection.search", "search");
}

/* -- for the modules ------------------------------------------------------ */

static int l_untrained(lua_State *L) {
  check_model(L, 1);
  LuaModel *m = push_model_copy(L, 1);
  model_forget(m);
  m->b = 0;
  m->low = m->high = NULL;
  m->warned = false;
  return 1;
}

static int l_show_progress(lua_State *L) {
  Progress *p = lua_touserdata(L, lua_upvalueindex(1));
  if (lua_isnoneornil(L, 1))
    progress_end(p);
  else
    progress_show_text(p, (size_t)luaL_checkinteger(L, 1),
                       (size_t)luaL_checkinteger(L, 2), luaL_checkstring(L, 3));
  return 0;
}

static int l_progress(lua_State *L) {
  const bool wanted = lua_toboolean(L, 1);
  Progress *p = lua_newuserdatauv(L, sizeof *p, 0);
  *p = progress_start(wanted);
  lua_pushcclosure(L, l_show_progress, 1);
  return 1;
}

static const luaL_Reg functions[] = {
  {"untrained", l_untrained}, {"progress", l_progress}, {NULL, NULL}};

#define LINE_DATA                                                              \
  "X, y = vector{1, 2, 3, 4, 5, 6}, vector{2, 4, 5, 8, 10, 12}\n"

static const Prim prims[] = {
  {"cross_validate", l_cross_validate,
   "cross_validate(m, X, y, {folds=, seed=, metric=, stratify=, train=, "
   "weights=, offset=, progress=}) -> cross_validation",
   "Estimates how well a model predicts new data. The examples are shuffled "
   "and split into folds; for each fold, a copy of the model without weights is "
   "trained on the other folds and scored on this one. The scale of normalize= "
   "is learned from the training folds alone, so that nothing leaks; an X that "
   "was scaled before has leaked already. m is not changed. Prints the scores, "
   "their mean and the standard error of the mean; fields: scores, mean, se.\n"
   "folds=5, seed=1: as in data.folds. stratify: whether each fold has the same "
   "proportions of classes; by default true for logistic and softmax models.\n"
   "metric: a name of metrics (\"rmse\", \"mae\", \"accuracy\", \"f1\", \"auc\", "
   "\"log_loss\" ...) or a function (y, yhat) that returns a number. By "
   "default, m:score: R² or the accuracy.\n"
   "train: how to train: options of train, as in train={method=\"gd\", "
   "alpha=0.1}, or a function (m, X, y, data), where data has the weights and "
   "offset of these examples. By default \"exact\" for linear models, "
   "\"newton\" or \"lbfgs\" for others.\n"
   "weights=, offset=: those of train, for training and scoring. A metric by "
   "name takes whole weights, which count equal rows.\n"
   "progress=false: hides the progress bar. The standard error is that of the "
   "scores of the folds divided by √folds; training sets overlap, so it is "
   "only approximate. In scikit-learn, this is cross_val_score.\n"
   "Each thread (--threads) trains one of the models, with the same results for "
   "any number of threads; custom models, and those with your own function as "
   "train= or metric=, are trained one after another.",
   LINE_DATA "c = cross_validate(model.linear(), X, y, {folds=3, "
             "metric=\"rmse\"})\n#c.scores --> 3\nc.mean < 1 --> true"},
  {"search", l_search,
   "search(make, grid, X, y, {folds=, seed=, metric=, stratify=, train=, "
   "weights=, offset=, progress=, minimize=}) -> search_result",
   "Compares settings of a model by cross-validation, and trains the best one "
   "on all examples. grid is a table of lists; make(p) returns an untrained "
   "model for one value of each, such as p.degree and p.lambda. All settings "
   "are scored on the same folds. Prints a table: one row per setting, with "
   "the mean score and its standard error. Fields: best (the setting), model "
   "(the best one, trained on all examples), simplest, settings, mean, se.\n"
   "simplest is the choice of the one-standard-error rule: of the settings "
   "whose mean is within one standard error of the best, the one with the "
   "smallest degree, then the largest lambda, then the values that come first "
   "in the other lists.\n"
   "minimize=true: smaller scores are better; the default is true for the "
   "metrics mse, rmse, mae and log_loss. The other options are those of "
   "cross_validate. The best score was chosen for being the best, so it is "
   "expected to be too high: score the final model on a test set. Each thread "
   "trains one model at a time, as in cross_validate, so that make may be called "
   "for the next settings first. Linear models share passes over many "
   "examples, so that a long list of lambda costs little more than a short one. "
   "In scikit-learn, this is GridSearchCV.",
   LINE_DATA "function make(p) return model.linear{degree=p.degree} end\n"
             "s = search(make, {degree={1, 2}}, X, y, {folds=3})\n"
             "#s.settings --> 2\ns.best.degree --> 1"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_cross_validate(lua_State *L) {
  registry_add(L, prims);
  lib_context_add(L, "mlrepl.context", functions);
}
