/* train.c - training a model, and training on from an earlier iteration. */
#include "core/optim/descent.h"
#include "lua/base/args.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/model/model.h"
#include "lua/train/job.h"
#include "lua/train/run.h"
#include "lua/train/training_loop.h"

/* -- train ---------------------------------------------------------------- */

static void descend_whole(Training *t) {
  training_begin(t);
  training_end(t, descent_run(&t->outcome, t->fit.theta, t->scratch,
                              &t->objective, &t->plan.descent));
}

/* As push_prepared; gives the run. */
static int train(lua_State *L, int parent, size_t start) {
  const bool background = option_boolean(L, TRAIN_OPTIONS, "background", false);
  Training *t = push_prepared(L, parent, start);
  const int run = t->run;
  if (background)
    job_start(L, t);
  else if (t->plan.exact)
    training_solve(t);
  else
    descend_whole(t);
  lua_settop(L, run);
  return 1;
}

static int l_train(lua_State *L) {
  lua_settop(L, TRAIN_OPTIONS);
  check_model(L, TRAIN_MODEL);
  check_options(L, TRAIN_OPTIONS);
  return train(L, 0, 0);
}

/* -- fork ----------------------------------------------------------------- */

/* Sets the fields of the table at `from`, when it is one, in that at `to`. */
static void add_fields(lua_State *L, int to, int from) {
  if (!lua_istable(L, from)) return;
  for (lua_pushnil(L); lua_next(L, from); lua_pop(L, 1)) {
    lua_pushvalue(L, -2);
    lua_pushvalue(L, -2);
    lua_rawset(L, to);
  }
}

/* What belongs to one method means nothing to another. */
static void drop_method(lua_State *L, int options) {
  static const char *const of_methods[] = {"alpha", "momentum", "batch", "seed",
                                           NULL};
  for (int i = 0; of_methods[i]; i++) {
    lua_pushnil(L);
    lua_setfield(L, options, of_methods[i]);
  }
}

/* Pushes the options of the run at 1 with those at 2 put over them. */
static void push_fork_options(lua_State *L, int old, size_t start) {
  lua_newtable(L);
  int options = lua_gettop(L);
  add_fields(L, options, old);
  run_put_rates(L, 1, options);
  if (option_push(L, 2, "method") != LUA_TNIL) drop_method(L, options);
  lua_pop(L, 1);
  size_t all = option_count(L, options, "iterations", 1000);
  lua_pushinteger(L, (lua_Integer)(all > start ? all - start : 0));
  lua_setfield(L, options, "iterations");
  add_fields(L, options, 2);
}

static int l_fork(lua_State *L) {
  enum { PARENT = 5 };
  lua_settop(L, 2);
  check_run(L, 1);
  check_options(L, 2);
  size_t start = option_count(L, 2, "at", run_iterations(L, 1));
  push_model_at(L, 1, start);
  push_run_data(L, 1);
  push_fork_options(L, lua_gettop(L), start);
  lua_replace(L, -2);
  lua_pushvalue(L, 1);
  for (int i = 0; i < 2; i++) lua_remove(L, 1); /* model, X, y, options, run */
  return train(L, PARENT, start);
}

#define DATA "x, y = vector{1, 2}, vector{300, 500}\nm = model.linear()\n"

static const Prim prims[] = {
  {"train", l_train,
   "train(m, X, y, {method=, alpha=, iterations=, tolerance=, momentum=, "
   "batch=, seed=, report=, on_step=, every=, progress=, rows=, live=, "
   "background=})",
   "Changes the model's w and b so that its cost on X and y falls. Starts from "
   "the present w and b: calling again goes on. Ctrl-C stops it, and the model "
   "keeps what it has learned. Gives a run: run.cost, run.w and run.b have an "
   "entry an iteration; help\"run\" tells the rest.\n"
   "method=\"gd\": gradient descent, w becomes w - alpha dw, b becomes b - alpha "
   "db. \"momentum\" adds a part of the step before; \"adam\" gives each weight "
   "its own rate. \"sgd\" takes a step after every example, \"minibatch\" after "
   "every batch; an iteration is then an epoch. \"lbfgs\" and \"newton\" find "
   "their own steps and need few iterations. \"exact\" solves a linear model at "
   "once.\n"
   "alpha=0.01: the learning rate.\n"
   "iterations=1000, tolerance=0: stops after so many, or when no component of "
   "the gradient is larger.\n"
   "momentum=0.9: the part of the step before. batch=32: the examples of a "
   "step. seed=1: of the order in which they are drawn.\n"
   "report=10: prints the start and ten lines. progress=false: shows no bar.\n"
   "on_step=f: calls f(step) after every iteration (every=10: every tenth) with "
   "iteration, cost, w, b, dw, db; giving false stops.\n"
   "live=true: shows cost and fit (or boundary) while they change; a function "
   "of the run draws frames of your own.\n"
   "A training diverges when its cost is no longer finite, or is above the cost "
   "at the start and still growing: alpha is too large. train then warns, names "
   "the limit of alpha, and puts the model back; the run has the growing steps, "
   "and run.reason is \"diverged\". With momentum the cost may swing above its "
   "start and come back: the limit is 1 + momentum times that of gd.\n"
   "rows=true: reads all rows at every iteration, as with on_step. Else gd and "
   "momentum on many rows of a linear model make sums of products once, on "
   "which alone its cost depends, and read no rows: costs and weights are the "
   "same to 9 digits or more, and the last cost is from the rows again.\n"
   "background=true: gives the run at once, as a job, which goes on while the "
   "prompt waits for keys, not while code of yours runs, and says when it is "
   "done; in a script it goes on in job:wait() and at the end. job.cost, "
   "job.iterations and job.state tell how far it is; job.alpha = 0.03, m.lambda "
   "= 1 and m.w = ... count from the next iteration on (new numbers in X only "
   "with rows=true); job:pause(), job:resume(), job:stop() and job:wait() steer "
   "it.",
   DATA
   "run = train(m, x, y, {alpha=0.01, iterations=10000})\n"
   "m:equation() --> f(x) = 199.993 x + 100.012\n"
   "run.cost[1] --> 79274.8125\n"
   "job = train(m, x, y, {alpha=0.01, iterations=5000, background=true})\n"
   "job.alpha = 0.03\njob.state --> running\njob:wait().iterations --> 5000\n"
   "warn(\"@off\")\n"
   "run = train(model.linear(), x, y, {alpha=0.8, iterations=10})\n"
   "run.reason --> diverged\n#run.cost --> 10\nwarn(\"@on\")"},
  {"run:fork", l_fork,
   "run:fork{at=, method=, alpha=, iterations=, tolerance=, momentum=, batch=, "
   "seed=, report=, on_step=, every=, progress=, rows=, live=, background=}",
   "Goes back to iteration at (the last) with a copy of the model and trains on "
   "from there with other options; those not given stay as they were, and "
   "iterations are what was left. Gives the new run, whose record begins with "
   "the part before the fork; its model is run.model. plot.cost(run1, run2) "
   "shows both.",
   DATA "run = train(m, x, y, {alpha=0.01, iterations=100})\n"
        "other = run:fork{at=20, alpha=0.3}\n"
        "#other.cost --> 100\nother.cost[20] == run.cost[20] --> true\n"
        "other.final_cost < run.final_cost --> true"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_train(lua_State *L) { registry_add(L, prims); }
