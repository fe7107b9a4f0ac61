/* train.c - gradient descent on a model: options, report, record. Words for how
 * it ended are in advice.c. */
#include "train.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "advice.h"
#include "exact.h"
#include "live.h"
#include "open.h"
#include "progress.h"
#include "run.h"
#include "stochastic.h"
#include "train_options.h"

#include "../interrupt.h"

enum { MODEL = 1, ARG_X, ARG_Y, OPTIONS };

/* -- the familiar report -------------------------------------------------- */

/* Writes one number, or the first two of a vector: a line must stay a line. */
static void add_numbers(luaL_Buffer *b, const char *label, Vec v) {
  enum { SHOWN = 2 };
  char text[32];
  luaL_addstring(b, label);
  if (v.n > 1) luaL_addchar(b, '[');
  for (size_t j = 0; j < v.n && j < SHOWN; j++) {
    snprintf(text, sizeof text, "%s%10.3e", j ? " " : "", *vec_at(v, j));
    luaL_addstring(b, text);
  }
  if (v.n > SHOWN) luaL_addstring(b, " ...");
  if (v.n > 1) luaL_addchar(b, ']');
}

/* w and b of the first class (of a softmax model) stand for all. */
static void print_step(lua_State *L, const Step *step, const Model *m) {
  char text[64];
  const size_t n = m->features;
  const Mat slopes = model_rows(m, step->gradient);
  const Mat values = model_rows(m, step->theta);
  luaL_Buffer b;
  lua_getglobal(L, "print");
  luaL_buffinit(L, &b);
  snprintf(text, sizeof text, "Iteration %7zu: Cost %9.3e  ",
           step->iteration, step->cost);
  luaL_addstring(&b, text);
  add_numbers(&b, "dj_dw: ", vec_part(mat_row(slopes, 0), 0, n));
  add_numbers(&b, "  dj_db: ", mat_col(slopes, n));
  add_numbers(&b, "  w: ", vec_part(mat_row(values, 0), 0, n));
  add_numbers(&b, "  b: ", mat_col(values, n));
  luaL_pushresult(&b);
  lua_call(L, 1, 0);
}

/* -- on_step -------------------------------------------------------------- */

/* Sets two fields of the table on the top of the stack: w and b, or dw and db. */
static void set_parameters(lua_State *L, const Model *m,
                           const double *theta, const char *w, const char *b) {
  push_weights(L, m, theta);
  lua_setfield(L, -2, w);
  push_intercept(L, m, theta);
  lua_setfield(L, -2, b);
}

/* Calls the learner's function; false when it gives false. */
static bool call_on_step(lua_State *L, int on_step, const Step *step,
                         const Model *m) {
  lua_pushvalue(L, on_step);
  lua_newtable(L);
  lua_pushinteger(L, (lua_Integer)step->iteration);
  lua_setfield(L, -2, "iteration");
  lua_pushnumber(L, step->cost);
  lua_setfield(L, -2, "cost");
  set_parameters(L, m, step->theta, "w", "b");
  set_parameters(L, m, step->gradient, "dw", "db");
  lua_call(L, 1, 1);
  bool stop = lua_isboolean(L, -1) && !lua_toboolean(L, -1);
  lua_pop(L, 1);
  return !stop;
}

/* -- one step ------------------------------------------------------------- */

typedef struct Session {
  lua_State *L;
  const LuaModel *model; /* a learner's function may change it: shapes are */
  const Fit *fit;        /* those of the fit */
  size_t iterations;
  size_t report, every; /* iterations between lines (0: none), between calls */
  int run, on_step;     /* stack places; on_step 0: none */
  Progress progress;
  Live live;
} Session;

/* A w of another length is another block: the one that is trained, which the
 * stack keeps, would no longer be the model's. */
static void check_same_weights(const Session *s) {
  if (s->model->changes != s->fit->changes)
    fail(s->L, "the model's w got another length while it was trained; a "
               "function may change its numbers, but not how many there are, "
               "nor degree, normalize or classes");
}

static bool take_step(void *context, const Step *step) {
  Session *s = context;
  const size_t k = step->iteration;
  if (k) run_record(s->L, s->run, step);
  if (s->report && (k % s->report == 0 || k == s->iterations))
    print_step(s->L, step, &s->fit->core);
  progress_show(&s->progress, k, s->iterations, step->cost);
  bool go_on = !k || !s->on_step || k % s->every ||
               call_on_step(s->L, s->on_step, step, &s->fit->core);
  live_step(s->L, &s->live, k);
  check_same_weights(s);
  return go_on;
}

/* -- train ---------------------------------------------------------------- */

/* Iterations between two lines, so that there are `report` of them. */
static size_t report_distance(size_t lines, size_t iterations) {
  if (!lines) return 0;
  size_t distance = iterations / lines + (iterations % lines != 0);
  return distance ? distance : 1;
}

static int check_on_step(lua_State *L) {
  int type = option_push(L, OPTIONS, "on_step");
  if (type == LUA_TNIL) return 0;
  if (type != LUA_TFUNCTION) fail_option(L, "on_step", "function");
  return lua_gettop(L);
}

static Session check_session(lua_State *L, const Descent *d) {
  Session s = {.L = L, .iterations = d->iterations};
  size_t lines = option_count(L, OPTIONS, "report", 0);
  s.report = report_distance(lines, d->iterations);
  s.every = option_count(L, OPTIONS, "every", 1);
  if (!s.every) s.every = 1;
  s.progress.on = option_boolean(L, OPTIONS, "progress", true);
  s.on_step = check_on_step(L);
  return s;
}

/* Pushes a copy of the weights to go back to. */
static double *push_start(lua_State *L, const double *theta, size_t p) {
  double *start = push_scratch(L, p, sizeof *start);
  return memcpy(start, theta, p * sizeof *start);
}

/* Steps too long for a classifier throw it from side to side: its cost need not
 * grow in a row. But worse than at the start, and worse than giving every class
 * the same probability, is no training. */
static bool got_lost(const Fit *fit, const Outcome *o) {
  const size_t classes = fit->core.kind == MODEL_SOFTMAX ? fit->core.classes : 2;
  return fit->core.kind != MODEL_LINEAR && o->reason == STOP_ITERATIONS &&
         o->cost > o->first_cost && o->cost > log((double)classes);
}

static Outcome minimise(lua_State *L, Fit *fit, const Plan *plan) {
  const Descent *d = &plan->descent;
  Session *s = d->context;
  Outcome outcome;
  size_t p = model_size(&fit->core);
  double *start = push_start(L, fit->theta, p);
  double *scratch =
      push_scratch(L, descend_scratch(d->method, p), sizeof *scratch);
  if (d->method == METHOD_EPOCHS)
    push_small_steps(fit, plan->batch, d->alpha, plan->seed);
  check_same_weights(s);
  Objective objective = fit_objective(fit);
  bool rowless = !plan->rows && !s->on_step &&
                 push_rowless(fit, &objective, d->iterations);
  Status status = descend(&outcome, fit->theta, scratch, &objective, d);
  progress_end(&s->progress);
  fit_raise(fit);
  if (status.code == STATUS_STOPPED) fail_interrupted(L, &outcome);
  check_status(L, status, "train");
  live_end(L, &s->live);
  if (outcome.reason == STOP_DIVERGED || got_lost(fit, &outcome)) {
    memcpy(fit->theta, start, p * sizeof *start);
    fail_diverged(L, fit, &outcome, d);
  }
  if (rowless && outcome.reason != STOP_ITERATIONS)
    outcome.cost = fit_cost(fit, NULL);
  return outcome;
}

/* The one iteration of the exact solution. */
static Outcome solve(lua_State *L, Fit *fit, const Session *s) {
  Outcome outcome = solve_exact(fit);
  const Step step = {1, outcome.cost, fit->theta, NULL};
  run_record(L, s->run, &step);
  live_end(L, &s->live);
  return outcome;
}

/* The run of the model, X, y and options at 1 to 4; `parent`, when not 0, is the
 * place of the run whose first `start` iterations it goes on from. */
static int train(lua_State *L, int parent, size_t start) {
  LuaModel *m = check_model(L, MODEL);
  Plan plan = check_plan(L, OPTIONS);
  plan.descent.on_step = take_step;
  Session session = check_session(L, &plan.descent);
  Fit fit = push_training(L, MODEL, ARG_X, ARG_Y);
  session.model = m;
  session.fit = &fit;
  push_run(L, MODEL, ARG_X);
  session.run = lua_gettop(L);
  check_same_weights(&session);
  if (parent) run_continue(L, session.run, parent, start);
  session.live = live_start(L, session.run, ARG_X);
  session.progress = progress_start(session.progress.on);
  plan.descent.context = &session;
  Outcome outcome = plan.exact ? solve(L, &fit, &session)
                               : minimise(L, &fit, &plan);
  run_finish(L, session.run, &outcome,
             seconds_now() - session.progress.start);
  if (!plan.exact) {
    push_advice(L, &fit, &outcome, &plan.descent, session.run);
    run_advise(L, session.run);
  }
  lua_settop(L, session.run);
  return 1;
}

static int l_train(lua_State *L) {
  lua_settop(L, OPTIONS);
  check_model(L, MODEL);
  check_options(L, OPTIONS);
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
  static const char *const of_methods[] = {"alpha", "momentum", "batch",
                                           "seed", NULL};
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
   "batch=, seed=, report=, on_step=, every=, progress=, rows=, live=})",
   "Changes the model's w and b so that its cost on X and y falls. Starts from "
   "the present w and b: calling again goes on. method \"gd\" is gradient "
   "descent: w becomes w - alpha dw, b becomes b - alpha db, iterations times "
   "(1000); alpha is the learning rate (0.01). \"sgd\" takes a step after "
   "every example, \"minibatch\" after every 32 (batch=), in an order drawn "
   "from seed (1); an iteration is then an epoch. \"momentum\" adds 0.9 "
   "(momentum=) of the step before; \"adam\" gives each weight its own rate; "
   "\"lbfgs\" and \"newton\" find their own steps and need few iterations; "
   "\"exact\" solves a linear model at once (QR, refined). "
   "tolerance: stop when no component of the gradient is larger (0). "
   "report=10 prints the start and ten lines. "
   "on_step(step) is called after every iteration (every=10: every tenth) with "
   "iteration, cost, w, b, dw, db; giving false stops. live=true shows cost "
   "and fit (or boundary) while they change; live=function(run) ... end draws "
   "frames of your own. A linear model's cost "
   "and slopes depend on X and y only through sums of their products: on many "
   "rows gd and momentum make these once and then read no rows; costs and "
   "weights are the same to 9 digits or more, and the last cost is from the "
   "rows again. rows=true reads all rows at every iteration, as with on_step. "
   "Ctrl-C stops too, and the model keeps what it has learned. Gives a run: "
   "run.cost, run.w, run.b with an entry an iteration, run.iterations, "
   "run.seconds, run.converged, run.reason, run:at(k), run:back(n), "
   "run:fork{alpha=}.",
   DATA "run = train(m, x, y, {alpha=0.01, iterations=10000})\n"
   "m:equation() --> f(x) = 199.993 x + 100.012\n"
   "run.cost[1] --> 79274.8125"},
  {"run:fork", l_fork,
   "run:fork{at=, method=, alpha=, iterations=, tolerance=, momentum=, batch=, "
   "seed=, report=, on_step=, every=, progress=, rows=, live=}",
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

void open_train(lua_State *L) { prim_register(L, prims); }
