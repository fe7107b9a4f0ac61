/* training_loop.c - the start, each iteration and the end of a training. The
 * messages about its outcome are in advice.c. */
#include "lua/base/lib_context.h"
#include "lua/train/training_loop.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/model/glm.h"
#include "core/optim/descent.h"
#include "core/status.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "sys/terminal/progress.h"
#include "lua/base/values.h"
#include "lua/base/warn.h"
#include "lua/model/model.h"
#include "lua/model/model_fit.h"
#include "lua/model/model_objective.h"
#include "lua/model/shared_rows.h"
#include "lua/train/advice.h"
#include "lua/train/exact.h"
#include "lua/train/live.h"
#include "lua/train/run.h"
#include "lua/train/train_options.h"
#include "sys/clock.h"

/* -- report --------------------------------------------------------------- */

/* Adds one number, or the first two of a vector, to keep the line short. */
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

/* For a softmax model, prints w and b of the first class only. */
static void print_step(lua_State *L, const Step *step, const Glm *m) {
  char text[64];
  const size_t n = m->features;
  const Mat slopes = model_rows(m, step->gradient);
  const Mat values = model_rows(m, step->theta);
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  snprintf(text, sizeof text, "Iteration %7zu: Cost %9.3e  ", step->iteration,
           step->cost);
  luaL_addstring(&b, text);
  add_numbers(&b, "dj_dw: ", vec_part(mat_row(slopes, 0), 0, n));
  add_numbers(&b, "  dj_db: ", mat_col(slopes, n));
  add_numbers(&b, "  w: ", vec_part(mat_row(values, 0), 0, n));
  add_numbers(&b, "  b: ", mat_col(values, n));
  luaL_pushresult(&b);
  lib_context_print(L);
}

/* -- on_step -------------------------------------------------------------- */

/* Sets two fields of the table at the top: w and b, or dw and db. */
static void set_parameters(lua_State *L, const Glm *m, const double *theta,
                           const char *w, const char *b) {
  push_weights(L, m, theta);
  lua_setfield(L, -2, w);
  push_intercept(L, m, theta);
  lua_setfield(L, -2, b);
}

/* Calls the user's function; returns false if that returns false. */
static bool call_on_step(lua_State *L, int on_step, const Step *step,
                         const Glm *m) {
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

/* A w of a different length is a new block; training would continue on the old
 * one. */
void training_check_model(const Training *t) {
  if (t->fit.m->changes != t->fit.changes)
    fail(t->L, "the length of the model's w changed during training; functions "
               "may change the numbers in w, but not its length, nor degree, "
               "normalize or classes");
}

static bool take_unseen_step(void *context, const Step *step) {
  Training *t = context;
  t->last_costs[step->iteration % LAST_COSTS] = step->cost;
  return isfinite(step->cost);
}

Status training_descend_unseen(Training *t) {
  t->unseen = true;
  t->plan.descent.on_step = take_unseen_step;
  return descent_run(&t->outcome, t->fit.theta, t->scratch, &t->objective,
                     &t->plan.descent);
}

static bool take_step(void *context, const Step *step) {
  Training *t = context;
  const size_t k = step->iteration;
  t->last_costs[k % LAST_COSTS] = step->cost;
  if (k) run_record(t->L, t->run, step);
  if (!isfinite(step->cost)) return false;
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

/* -- start ---------------------------------------------------------------- */

/* The number of iterations between lines, to print `lines` of them. */
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

/* Shuffled steps and turns of a job would differ between processes. */
static void check_shared_plan(lua_State *L, const Share *share,
                              const Plan *plan) {
  const Descent *d = &plan->descent;
  const double parts[] = {plan->exact, plan->rows,  d->method,
                          d->alpha,    d->momentum, (double)d->iterations,
                          d->tolerance};
  if (plan->descent.method == METHOD_EPOCHS && !plan->exact)
    fail(L, "methods \"sgd\" and \"minibatch\" do not work on shared rows; use "
            "\"adam\" or \"lbfgs\"");
  if (option_boolean(L, TRAIN_OPTIONS, "background", false))
    fail(L, "background=true does not work on shared rows, because the jobs of "
            "the processes would not run at the same time");
  const uint64_t digest = share_digest(parts, sizeof parts / sizeof *parts);
  check_status(L, shared_rows_agree(L, share, status_ok(), digest), "X");
}

Training *push_prepared(lua_State *L, int parent, size_t start) {
  Training *t = push_scratch(L, 1, sizeof *t);
  *t = (Training){.L = L};
  t->plan = check_plan(L, TRAIN_OPTIONS);
  t->plan.descent.on_step = take_step;
  t->plan.descent.context = t;
  check_watching(L, t);
  t->fit = push_training(L, TRAIN_MODEL, TRAIN_X, TRAIN_Y, TRAIN_OPTIONS);
  if (t->fit.shared) check_shared_plan(L, &t->fit.share, &t->plan);
  push_run(L, TRAIN_MODEL, TRAIN_X);
  t->run = lua_gettop(L);
  training_check_model(t);
  if (parent) run_continue(L, t->run, parent, start);
  if (!t->plan.exact) run_set_rates(L, t->run, &t->plan.descent);
  t->live = live_start(L, t->run, TRAIN_X);
  t->progress = progress_start(t->progress.on);
  return t;
}

/* Costs below this are rounding errors of the targets, squared. */
static double rounding_of(const ModelFit *fit) {
  const Examples examples = model_fit_examples(fit), *e = &examples;
  double square = 0;
  if (fit->shared) {
    const double most =
      shared_rows_size(fit->L, &fit->share, e->y, e->weight, e->total);
    return 1e-20 * most * most;
  }
  for (size_t i = 0; i < e->y.n; i++) {
    const double weight = examples_weight(e, i), y = *vec_at(e->y, i);
    if (weight > 0) square += weight * y * y / e->total;
  }
  return 1e-20 * square;
}

void training_begin(Training *t) {
  lua_State *L = t->L;
  ModelFit *fit = &t->fit;
  const Descent *d = &t->plan.descent;
  const size_t p = model_size(&fit->core);
  t->origin.theta = push_scratch(L, p, sizeof *t->origin.theta);
  memcpy(t->origin.theta, fit->theta, p * sizeof *t->origin.theta);
  t->scratch =
    push_scratch(L, descent_scratch(d->method, p), sizeof *t->scratch);
  if (d->method == METHOD_EPOCHS)
    push_small_steps(fit, t->plan.batch, d->alpha, t->plan.seed);
  training_check_model(t);
  t->plan.descent.floor = rounding_of(fit);
  t->objective = model_objective(fit);
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
  /* Momentum may be overshooting the minimum: it keeps its first cost. */
  if (t->plan.descent.method == METHOD_GD)
    t->descent.watch.first = t->outcome.cost;
}

/* -- end ------------------------------------------------------------------ */

/* Did every one of the last iterations lower the cost? */
static bool is_falling(const Training *t) {
  const size_t k = t->outcome.iterations;
  const size_t steps = k < DIVERGENCE_AT_END ? k : DIVERGENCE_AT_END;
  for (size_t i = 0; i + 1 < steps; i++)
    if (t->last_costs[(k - i) % LAST_COSTS] >=
        t->last_costs[(k - i - 1) % LAST_COSTS])
      return false;
  return steps > 1;
}

/* With too large an alpha, the cost of a classifier oscillates rather than
 * rising steadily. It counts as divergence if the cost is higher than at the
 * start and higher than that of equal class probabilities. */
static bool got_lost(const Training *t) {
  const ModelFit *fit = &t->fit;
  const Outcome *o = &t->outcome;
  const size_t classes = fit->core.kind == GLM_SOFTMAX ? fit->core.classes : 2;
  return !fit->m->custom && fit->core.kind != GLM_LINEAR &&
         fit->core.kind != GLM_POISSON &&
         t->plan.descent.method != METHOD_ADAM &&
         o->reason == STOP_ITERATIONS && o->cost > o->first_cost &&
         o->cost > log((double)classes) && !is_falling(t) &&
         !is_stable(t->L, fit, &t->plan.descent);
}

/* Resets the weights to the start or the user's last change. */
static void put_back(const Training *t) {
  const size_t p = model_size(&t->fit.core);
  memcpy(t->fit.theta, t->origin.theta, p * sizeof *t->fit.theta);
}

/* Beyond this, squares and exponentials of the weights overflow. */
static const double FAR_AWAY = 1e100;

/* Is the cost function at fault? Its result is not finite, although the cost
 * has not risen before and the weights are moderate. lbfgs and newton shorten
 * a step until its cost is finite; if the shortest is not, they are stuck. */
static bool is_nonsense(const Training *t, double *cost) {
  const Outcome *o = &t->outcome;
  *cost = o->reason == STOP_DIVERGED ? o->cost : o->refused;
  if (isfinite(*cost) ||
      (o->reason != STOP_DIVERGED && o->reason != STOP_STUCK))
    return false;
  if (!o->iterations && o->reason == STOP_DIVERGED) return true;
  if (!t->fit.m->custom) return false;
  if (*cost == -INFINITY) return true;
  const size_t p = model_size(&t->fit.core);
  const size_t before = o->iterations - (o->reason == STOP_DIVERGED);
  return run_cost(t->L, t->run, before) <= o->first_cost &&
         minimizer_largest(t->fit.theta, p) < FAR_AWAY;
}

static int fail_nonsense(const Training *t, double cost) {
  lua_State *L = t->L;
  const size_t k = t->outcome.iterations;
  const Method method = t->plan.descent.method;
  const bool has_alpha = method != METHOD_LBFGS && method != METHOD_NEWTON;
  if (t->fit.m->custom)
    return fail(L,
                "the model's cost is %f after %I iteration%s; check the cost "
                "function, for example for a log of 0%s",
                isnan(cost) ? NAN : cost, (LUAI_UACINT)k, k == 1 ? "" : "s",
                has_alpha ? ", or try a smaller alpha" : "");
  return fail(L,
              "the cost overflows (iteration %I); normalize the data, or start "
              "from smaller weights",
              (LUAI_UACINT)k);
}

static void finish(Training *t) {
  run_finish(t->L, t->run, &t->outcome, clock_seconds() - t->progress.start);
}

/* The run keeps the diverging iterations; the model is reset. */
static void end_diverged(Training *t) {
  Outcome since = t->outcome;
  put_back(t);
  t->outcome.reason = STOP_DIVERGED;
  if (isnan(t->outcome.cost)) t->outcome.cost = INFINITY; /* inf - inf */
  finish(t);
  since.cost = t->outcome.cost;
  since.iterations -= t->origin.iterations;
  if (t->origin.iterations) since.first_cost = t->origin.cost;
  push_divergence(t->L, &t->fit, &since, &t->plan.descent,
                  t->origin.iterations ? "its weights at your last change"
                                       : "its initial weights");
  if (!t->in_job) warn_of(t->L, "%s", lua_tostring(t->L, -1));
  run_advise(t->L, t->run);
}

void training_end(Training *t, Status status) {
  lua_State *L = t->L;
  progress_end(&t->progress);
  model_objective_raise(&t->fit);
  if (status.code == STATUS_STOPPED) fail_interrupted(L, &t->outcome);
  check_status(L, status, "train");
  live_end(L, &t->live);
  double cost;
  if (is_nonsense(t, &cost)) {
    put_back(t);
    fail_nonsense(t, cost);
  }
  if (t->outcome.reason == STOP_DIVERGED || got_lost(t)) {
    end_diverged(t);
    return;
  }
  if (t->fit.rowless && t->outcome.reason != STOP_ITERATIONS)
    t->outcome.cost = model_objective_cost(&t->fit, NULL);
  if (t->objective.inside)
    model_objective_keep_intercept(&t->fit,
                                   t->scratch + model_size(&t->fit.core));
  finish(t);
  if (t->unseen) return;
  push_advice(L, &t->fit, &t->outcome, &t->plan.descent, t->run);
  run_advise(L, t->run);
}

void training_end_solved(Training *t, const Outcome *outcome) {
  t->outcome = *outcome;
  const Step step = {1, t->outcome.cost, t->fit.theta, NULL};
  run_record(t->L, t->run, &step);
  live_end(t->L, &t->live);
  finish(t);
}

void training_solve(Training *t) {
  const Outcome outcome = exact_solve(&t->fit);
  training_end_solved(t, &outcome);
}
