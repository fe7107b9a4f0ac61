/* train.c - gradient descent on a model: options, report, record, and words
 * for what goes wrong. */
#include "train.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "exact.h"
#include "open.h"
#include "progress.h"
#include "run.h"
#include "stochastic.h"
#include "train_options.h"

#include "../interrupt.h"

enum { MODEL = 1, ARG_X, ARG_Y, OPTIONS };

/* -- what is minimised ---------------------------------------------------- */

typedef struct Fit {
  Model model;
  Mat X;
  Vec y;
  Stochastic small_steps; /* for epochs */
} Fit;

static Status evaluate(void *context, const double *theta, double *cost,
                       double *gradient) {
  Fit *fit = context;
  fit->model.theta = theta;
  return model_cost(cost, gradient, &fit->model, fit->X, fit->y, &interrupted);
}

static Status curvature(void *context, const double *theta, double *hessian) {
  Fit *fit = context;
  fit->model.theta = theta;
  Status s = model_curvature(hessian, &fit->model, fit->X, &interrupted);
  if (s.code == STATUS_OK) model_hold_shift(hessian, &fit->model);
  return s;
}

static Status epoch(void *context, double *theta) {
  Fit *fit = context;
  return stochastic_epoch(theta, &fit->small_steps, &fit->model, fit->X,
                          fit->y, &interrupted);
}

/* Pushes what epochs need: an order of the examples, a gradient, a generator. */
static void push_small_steps(lua_State *L, Fit *fit, const Plan *plan) {
  const size_t m = fit->X.rows;
  Stochastic *how = &fit->small_steps;
  *how = (Stochastic){plan->batch, plan->descent.alpha, NULL, NULL, NULL};
  how->order = push_scratch(L, m, sizeof *how->order);
  for (size_t i = 0; i < m; i++) how->order[i] = i;
  how->gradient = push_scratch(L, model_size(&fit->model),
                               sizeof *how->gradient);
  how->rng = push_scratch(L, 1, sizeof *how->rng);
  rng_seed(how->rng, plan->seed);
}

/* -- the familiar report -------------------------------------------------- */

/* Writes one number, or the first two of a vector: a line must stay a line. */
static void add_numbers(luaL_Buffer *b, const double *v, size_t n) {
  enum { SHOWN = 2 };
  char text[32];
  if (n > 1) luaL_addchar(b, '[');
  for (size_t j = 0; j < n && j < SHOWN; j++) {
    snprintf(text, sizeof text, "%s%10.3e", j ? " " : "", v[j]);
    luaL_addstring(b, text);
  }
  if (n > SHOWN) luaL_addstring(b, " ...");
  if (n > 1) luaL_addchar(b, ']');
}

static void print_step(lua_State *L, const Step *step, size_t n) {
  char text[64];
  luaL_Buffer b;
  lua_getglobal(L, "print");
  luaL_buffinit(L, &b);
  snprintf(text, sizeof text, "Iteration %7zu: Cost %9.3e  dj_dw: ",
           step->iteration, step->cost);
  luaL_addstring(&b, text);
  add_numbers(&b, step->gradient, n);
  luaL_addstring(&b, "  dj_db: ");
  add_numbers(&b, step->gradient + n, 1);
  luaL_addstring(&b, "  w: ");
  add_numbers(&b, step->theta, n);
  luaL_addstring(&b, "  b: ");
  add_numbers(&b, step->theta + n, 1);
  luaL_pushresult(&b);
  lua_call(L, 1, 0);
}

/* -- on_step -------------------------------------------------------------- */

static void set_vector(lua_State *L, const char *key, const double *d,
                       size_t n) {
  Vec v = push_vec(L, n);
  memcpy(v.d, d, n * sizeof *d);
  lua_setfield(L, -2, key);
}

static void set_number(lua_State *L, const char *key, double value) {
  lua_pushnumber(L, value);
  lua_setfield(L, -2, key);
}

/* Calls the learner's function; false when it gives false. */
static bool call_on_step(lua_State *L, int on_step, const Step *step,
                         size_t n) {
  lua_pushvalue(L, on_step);
  lua_newtable(L);
  lua_pushinteger(L, (lua_Integer)step->iteration);
  lua_setfield(L, -2, "iteration");
  set_number(L, "cost", step->cost);
  set_vector(L, "w", step->theta, n);
  set_number(L, "b", step->theta[n]);
  set_vector(L, "dw", step->gradient, n);
  set_number(L, "db", step->gradient[n]);
  lua_call(L, 1, 1);
  bool stop = lua_isboolean(L, -1) && !lua_toboolean(L, -1);
  lua_pop(L, 1);
  return !stop;
}

/* -- one step ------------------------------------------------------------- */

typedef struct Session {
  lua_State *L;
  const LuaModel *model;
  double *theta; /* the model's weights when training began */
  size_t features, iterations;
  size_t report, every; /* iterations between lines (0: none), between calls */
  int run, on_step;     /* stack places; on_step 0: none */
  Progress progress;
} Session;

/* A w of another length is another block: the one that is trained, which the
 * stack keeps, would no longer be the model's. */
static void check_same_weights(const Session *s) {
  if (s->model->theta != s->theta)
    fail(s->L, "the model's w got another length while it was trained; "
               "on_step may change its numbers, not how many there are");
}

static bool take_step(void *context, const Step *step) {
  Session *s = context;
  const size_t k = step->iteration, n = s->features;
  if (k) run_record(s->L, s->run, step);
  if (s->report && (k % s->report == 0 || k == s->iterations))
    print_step(s->L, step, n);
  progress_show(&s->progress, k, s->iterations, step->cost);
  bool go_on = !k || !s->on_step || k % s->every ||
               call_on_step(s->L, s->on_step, step, n);
  check_same_weights(s);
  return go_on;
}

/* -- words for the end ---------------------------------------------------- */

/* Below it columns of very different scales are the likely reason. */
static const double NARROW = 0.01;

/* Pushes "; for these data it must stay below 0.58", or nothing when that
 * cannot be told. */
static const char *push_limit(lua_State *L, const Fit *fit, const Descent *d) {
  if (d->method == METHOD_ADAM || d->method == METHOD_EPOCHS) return "";
  size_t p = model_size(&fit->model);
  double *scratch = push_scratch(L, p * (p + 2), sizeof *scratch), alpha;
  Status s = model_stable_alpha(&alpha, &fit->model, fit->X, scratch,
                                &interrupted);
  check_interrupt(L);
  if (s.code != STATUS_OK || !isfinite(alpha) || alpha <= 0) return "";
  /* Polyak 1964: with momentum the limit is 1 + momentum times as high. */
  if (d->method == METHOD_MOMENTUM) alpha *= 1 + d->momentum;
  char text[120];
  snprintf(text, sizeof text, "; for these data %s below %.4g%s",
           fit->model.kind == MODEL_LINEAR ? "it must stay" : "it is safe",
           alpha, alpha < NARROW ? " (normalize(X) allows far more)" : "");
  return lua_pushstring(L, text);
}

static int fail_diverged(lua_State *L, const Fit *fit, const Outcome *o,
                         const Descent *d) {
  char text[160];
  bool own_steps = d->method == METHOD_LBFGS || d->method == METHOD_NEWTON;
  if (own_steps || !o->iterations) /* alpha is not to blame */
    return fail(L, "the cost is beyond what a number can hold (iteration %I); "
                   "normalize the data, or start from smaller weights",
                (LUAI_UACINT)o->iterations);
  snprintf(text, sizeof text,
           "alpha %g is too large: the cost grew from %.4g to %.4g in %zu "
           "iteration%s", d->alpha, o->first_cost,
           isnan(o->cost) ? INFINITY : o->cost, /* inf - inf */ o->iterations,
           o->iterations == 1 ? "" : "s");
  lua_pushstring(L, text);
  const char *said = lua_tostring(L, -1);
  return fail(L, "%s%s. The model is back where it started", said,
              push_limit(L, fit, d));
}

static int fail_interrupted(lua_State *L, const Outcome *o) {
  char text[120];
  snprintf(text, sizeof text, "%zu iterations, cost %.6g", o->iterations,
           o->cost);
  return fail(L, "interrupted after %s; the model keeps what it has learned",
              text);
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

/* Pushes the block of the weights, to keep it, and a copy to go back to. */
static double *push_start(lua_State *L, const double *theta, size_t p) {
  lua_getiuservalue(L, MODEL, MODEL_THETA);
  double *start = push_scratch(L, p, sizeof *start);
  return memcpy(start, theta, p * sizeof *start);
}

/* Steps too long for a logistic model throw it from side to side: its cost need
 * not grow in a row. But worse than at the start, and worse than always saying
 * one half, is no training. */
static bool got_lost(const Fit *fit, const Outcome *o) {
  return fit->model.kind == MODEL_LOGISTIC && o->reason == STOP_ITERATIONS &&
         o->cost > o->first_cost && o->cost > log(2);
}

static Outcome minimise(lua_State *L, Fit *fit, const Plan *plan) {
  const Descent *d = &plan->descent;
  Session *s = d->context;
  Outcome outcome;
  size_t p = model_size(&fit->model);
  check_same_weights(s);
  double *start = push_start(L, s->theta, p);
  double *scratch =
      push_scratch(L, descend_scratch(d->method, p), sizeof *scratch);
  if (d->method == METHOD_EPOCHS) push_small_steps(L, fit, plan);
  Objective objective = {p, evaluate, curvature, epoch, fit};
  Status status = descend(&outcome, s->theta, scratch, &objective, d);
  progress_end(&s->progress);
  if (status.code == STATUS_STOPPED) fail_interrupted(L, &outcome);
  check_status(L, status, "train");
  if (outcome.reason == STOP_DIVERGED || got_lost(fit, &outcome)) {
    memcpy(s->theta, start, p * sizeof *start);
    fail_diverged(L, fit, &outcome, d);
  }
  return outcome;
}

/* The one iteration of the exact solution. */
static Outcome solve(lua_State *L, LuaModel *m, const Fit *fit, int run) {
  Outcome outcome = solve_exact(L, m, fit->X, fit->y);
  const Step step = {1, outcome.cost, m->theta, NULL};
  run_record(L, run, &step);
  return outcome;
}

static int l_train(lua_State *L) {
  lua_settop(L, OPTIONS);
  LuaModel *m = check_model(L, MODEL);
  check_options(L, OPTIONS);
  Plan plan = check_plan(L, OPTIONS);
  plan.descent.on_step = take_step;
  Session session = check_session(L, &plan.descent);
  Fit fit;
  check_training_data(L, MODEL, ARG_X, ARG_Y, &fit.X, &fit.y);
  fit.model = core_model(m);
  session.model = m;
  session.theta = m->theta;
  session.features = m->features;
  push_run(L, MODEL);
  session.run = lua_gettop(L);
  session.progress = progress_start(session.progress.on);
  plan.descent.context = &session;
  Outcome outcome = plan.exact ? solve(L, m, &fit, session.run)
                               : minimise(L, &fit, &plan);
  run_finish(L, session.run, &outcome,
             seconds_now() - session.progress.start);
  lua_settop(L, session.run);
  return 1;
}

#define DATA "x, y = vector{1, 2}, vector{300, 500}\nm = model.linear()\n"

static const Prim prims[] = {
  {"train", l_train,
   "train(m, X, y, {method=, alpha=, iterations=, tolerance=, momentum=, "
   "batch=, seed=, report=, on_step=, every=, progress=})",
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
   "iteration, cost, w, b, dw, db; giving false stops. Ctrl-C stops too, and "
   "the model keeps what it has learned. Gives a run: run.cost, run.w, run.b "
   "with an entry an iteration, run.iterations, run.seconds, run.converged, "
   "run.reason, run:at(k).",
   DATA "run = train(m, x, y, {alpha=0.01, iterations=10000})\n"
   "m:equation() --> f(x) = 199.993 x + 100.012\n"
   "run.cost[1] --> 79274.8125"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_train(lua_State *L) { prim_register(L, prims); }
