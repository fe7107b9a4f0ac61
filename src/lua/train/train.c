/* train.c - train and run:fork. */
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

/* Arguments as for push_prepared; returns the run on the stack. */
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

/* Copies the fields of the table at `from`, if any, to the table at `to`. */
static void add_fields(lua_State *L, int to, int from) {
  if (!lua_istable(L, from)) return;
  for (lua_pushnil(L); lua_next(L, from); lua_pop(L, 1)) {
    lua_pushvalue(L, -2);
    lua_pushvalue(L, -2);
    lua_rawset(L, to);
  }
}

/* Removes the options that apply only to certain methods. */
static void drop_method(lua_State *L, int options) {
  static const char *const of_methods[] = {"alpha", "momentum", "batch", "seed",
                                           NULL};
  for (int i = 0; of_methods[i]; i++) {
    lua_pushnil(L);
    lua_setfield(L, options, of_methods[i]);
  }
}

/* Pushes the options of the run at 1, overridden by those at 2. */
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
   "batch=, seed=, weights=, offset=, report=, on_step=, every=, progress=, rows=, "
   "live=, background=}) -> run",
   "Trains a model: adjusts w and b to minimize the cost on X and y, starting "
   "from the current w and b, so that another call continues the training. "
   "Ctrl-C stops the training, and the model keeps its current weights. "
   "Returns a run: run.cost, run.w and run.b have one entry per iteration "
   "(help\"run\" lists the other fields).\n"
   "method=\"gd\": gradient descent, w becomes w - alpha dw, b becomes b - "
   "alpha db. \"momentum\" adds a fraction of the previous step; \"adam\" "
   "adapts the learning rate of each weight. \"sgd\" takes a step after every "
   "example, \"minibatch\" after every batch; one iteration is then an epoch. "
   "\"lbfgs\" and \"newton\" find their own step size and need few "
   "iterations. \"exact\" solves a linear model directly, by least squares.\n"
   "alpha=0.01: the learning rate.\n"
   "iterations=1000: the maximum number of iterations. tolerance=0: training "
   "stops earlier if no component of the gradient exceeds it.\n"
   "momentum=0.9: the fraction of the previous step. batch=32: the number of "
   "examples per step. seed=1: the seed for the random order of the examples.\n"
   "weights=v: one number per example, its count or importance. The fit is "
   "that of the repeated examples: 3 counts as three equal rows, 0 as none. "
   "The cost is then the weighted mean (see m:cost). offset=v: added to w·x + b "
   "of a poisson model (help\"model.poisson\").\n"
   "report=10: prints the initial state and ten progress lines. "
   "progress=false: hides the progress bar.\n"
   "on_step=f: calls f(step) after every iteration (every=10: every tenth); "
   "step has the fields iteration, cost, w, b, dw, db. If f returns false, "
   "training stops.\n"
   "live=true: plots the cost and the fit (or boundary) during training; "
   "live=f calls f(run) to draw your own frames.\n"
   "Training diverges if the cost is no longer finite, or is above the initial "
   "cost and still rising, because alpha is too large. train then prints a "
   "warning with the limit for alpha and resets the model to its initial "
   "weights; the run keeps the recorded costs, and run.reason is \"diverged\". "
   "With momentum the cost may temporarily rise above the initial cost; the "
   "limit for alpha is 1 + momentum times that of gd.\n"
   "rows=true: reads all rows in every iteration, as with on_step. By default, "
   "gd and momentum precompute X'X and X'y for a linear model with many rows "
   "and iterate on those: costs and weights agree to at least 9 digits, and "
   "the last cost is computed from the rows.\n"
   "background=true: returns the run immediately, as a job that runs while the "
   "prompt waits for input (not while your code runs) and prints a message "
   "when it is done. In a script it runs in job:wait() and at the end of the "
   "script. job.cost, job.iterations and job.state show its progress. "
   "job.alpha = 0.03, m.lambda = 1 and m.w = ... take effect in the next "
   "iteration (changes to X only with rows=true). job:pause(), job:resume(), "
   "job:stop() and job:wait() control it.",
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
   "seed=, weights=, offset=, report=, on_step=, every=, progress=, rows=, live=, "
   "background=} -> run",
   "Continues training from iteration `at` (default: the last), using a copy "
   "of the model and the given options. Omitted options keep their values; "
   "iterations defaults to the number remaining. Returns a new run, whose "
   "record includes the part before the fork; its model is run.model. "
   "plot.cost(run1, run2) plots both.",
   DATA "run = train(m, x, y, {alpha=0.01, iterations=100})\n"
        "other = run:fork{at=20, alpha=0.3}\n"
        "#other.cost --> 100\nother.cost[20] == run.cost[20] --> true\n"
        "other.final_cost < run.final_cost --> true"},
  {NULL, NULL, NULL, NULL, NULL}};

static const Words words[] = {{NULL, "method", train_methods, NULL},
                              {NULL, NULL, NULL, NULL}};

void open_train(lua_State *L) {
  registry_add(L, prims);
  registry_add_words(L, words);
}
