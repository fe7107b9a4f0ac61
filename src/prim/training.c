/* training.c - what happens at every iteration, and at both ends. Words for how
 * it ended are in advice.c. */
#include "training.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "advice.h"
#include "exact.h"
#include "run.h"

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

/* A w of another length is another block: the one that is trained, which the
 * stack keeps, would no longer be the model's. */
void training_check_model(const Training *t) {
  if (t->fit.m->changes != t->fit.changes)
    fail(t->L, "the model's w got another length while it was trained; a "
               "function may change its numbers, but not how many there are, "
               "nor degree, normalize or classes");
}

static bool take_step(void *context, const Step *step) {
  Training *t = context;
  const size_t k = step->iteration;
  if (k) run_record(t->L, t->run, step);
  run_note(t->L, t->run, step);
  if (t->report && (k % t->report == 0 || k == t->plan.descent.iterations))
    print_step(t->L, step, &t->fit.core);
  progress_show(&t->progress, k, t->plan.descent.iterations, step->cost);
  bool go_on = !k || !t->on_step || k % t->every ||
               call_on_step(t->L, t->on_step, step, &t->fit.core);
  live_step(t->L, &t->live, k);
  training_check_model(t);
  return go_on;
}

/* -- before --------------------------------------------------------------- */

/* Iterations between two lines, so that there are `report` of them. */
static size_t report_distance(size_t lines, size_t iterations) {
  if (!lines) return 0;
  size_t distance = iterations / lines + (iterations % lines != 0);
  return distance ? distance : 1;
}

static int check_on_step(lua_State *L) {
  int type = option_push(L, TRAIN_OPTIONS, "on_step");
  if (type == LUA_TNIL) return 0;
  if (type != LUA_TFUNCTION) fail_option(L, "on_step", "function");
  return lua_gettop(L);
}

static void check_watching(lua_State *L, Training *t) {
  const size_t iterations = t->plan.descent.iterations;
  const size_t lines = option_count(L, TRAIN_OPTIONS, "report", 0);
  t->report = report_distance(lines, iterations);
  t->every = option_count(L, TRAIN_OPTIONS, "every", 1);
  if (!t->every) t->every = 1;
  t->progress.on = option_boolean(L, TRAIN_OPTIONS, "progress", true);
  t->on_step = check_on_step(L);
}

Training *push_prepared(lua_State *L, int parent, size_t start) {
  Training *t = push_scratch(L, 1, sizeof *t);
  *t = (Training){.L = L};
  t->plan = check_plan(L, TRAIN_OPTIONS);
  t->plan.descent.on_step = take_step;
  t->plan.descent.context = t;
  check_watching(L, t);
  t->fit = push_training(L, TRAIN_MODEL, TRAIN_X, TRAIN_Y);
  push_run(L, TRAIN_MODEL, TRAIN_X);
  t->run = lua_gettop(L);
  training_check_model(t);
  if (parent) run_continue(L, t->run, parent, start);
  if (!t->plan.exact) run_set_rates(L, t->run, &t->plan.descent);
  t->live = live_start(L, t->run, TRAIN_X);
  t->progress = progress_start(t->progress.on);
  return t;
}

void training_begin(Training *t) {
  lua_State *L = t->L;
  Fit *fit = &t->fit;
  const Descent *d = &t->plan.descent;
  const size_t p = model_size(&fit->core);
  t->origin.theta = push_scratch(L, p, sizeof *t->origin.theta);
  memcpy(t->origin.theta, fit->theta, p * sizeof *t->origin.theta);
  t->scratch =
      push_scratch(L, descend_scratch(d->method, p), sizeof *t->scratch);
  if (d->method == METHOD_EPOCHS)
    push_small_steps(fit, t->plan.batch, d->alpha, t->plan.seed);
  training_check_model(t);
  t->objective = fit_objective(fit);
  if (!t->plan.rows && !t->on_step)
    push_rowless(fit, &t->objective, d->iterations);
  if (d->tolerance > 0 || d->method == METHOD_LBFGS ||
      d->method == METHOD_NEWTON)
    push_centred(fit, &t->objective, d->method);
}

void training_changed(Training *t) {
  const size_t p = model_size(&t->fit.core);
  memcpy(t->origin.theta, t->fit.theta, p * sizeof *t->origin.theta);
  t->origin.iterations = t->outcome.iterations;
  t->origin.cost = t->outcome.cost;
}

/* -- after ---------------------------------------------------------------- */

/* Steps too long for a classifier throw it from side to side: its cost need not
 * grow in a row. But worse than at the start, and worse than giving every class
 * the same probability, is no training. */
static bool got_lost(const Fit *fit, const Outcome *o) {
  const size_t classes = fit->core.kind == MODEL_SOFTMAX ? fit->core.classes : 2;
  return fit->core.kind != MODEL_LINEAR && o->reason == STOP_ITERATIONS &&
         o->cost > o->first_cost && o->cost > log((double)classes);
}

/* Raises why, from where it was last changed. */
static void fail_back(Training *t) {
  const size_t p = model_size(&t->fit.core);
  Outcome since = t->outcome;
  memcpy(t->fit.theta, t->origin.theta, p * sizeof *t->origin.theta);
  since.iterations -= t->origin.iterations;
  if (t->origin.iterations) since.first_cost = t->origin.cost;
  const char *back = t->origin.iterations
                         ? "where it was when you last changed something"
                         : "where it started";
  fail_diverged(t->L, &t->fit, &since, &t->plan.descent, back);
}

static void finish(Training *t) {
  run_finish(t->L, t->run, &t->outcome, seconds_now() - t->progress.start);
}

void training_end(Training *t, Status status) {
  lua_State *L = t->L;
  progress_end(&t->progress);
  fit_raise(&t->fit);
  if (status.code == STATUS_STOPPED) fail_interrupted(L, &t->outcome);
  check_status(L, status, "train");
  live_end(L, &t->live);
  if (t->outcome.reason == STOP_DIVERGED || got_lost(&t->fit, &t->outcome))
    fail_back(t);
  if (t->fit.rowless && t->outcome.reason != STOP_ITERATIONS)
    t->outcome.cost = fit_cost(&t->fit, NULL);
  if (t->objective.inside)
    fit_keep_intercept(&t->fit, t->scratch + model_size(&t->fit.core));
  finish(t);
  push_advice(L, &t->fit, &t->outcome, &t->plan.descent, t->run);
  run_advise(L, t->run);
}

/* One iteration. */
void training_solve(Training *t) {
  t->outcome = solve_exact(&t->fit);
  const Step step = {1, t->outcome.cost, t->fit.theta, NULL};
  run_record(t->L, t->run, &step);
  live_end(t->L, &t->live);
  finish(t);
}
