/* run.c - the result of a training: costs, weights, time, reason it ended. */
#include "lua/train/run.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/model/glm.h"
#include "core/optim/descent.h"
#include "lua/array/chunked_copy.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/method.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/model/model.h"
#include "lua/model/model_new.h"
#include "lua/train/run_parts.h"

Run *check_run(lua_State *L, int arg) {
  Run *run = luaL_testudata(L, arg, TYPE_RUN);
  if (!run) fail_arg(L, arg, "run (the result of train)");
  return run;
}

double run_cost(lua_State *L, int index, size_t k) {
  const Run *run = lua_touserdata(L, index);
  const size_t entry = (run->before + k) / run->every;
  return entry && entry <= run->count ? run->costs[entry - 1]
                                      : run->outcome.first_cost;
}

void run_advise(lua_State *L, int index) {
  lua_setiuservalue(L, index, RUN_ADVICE);
}

/* -- fields --------------------------------------------------------------- */

static const char *ending(const Run *run) {
  static const char *const reasons[] = {
    [STOP_ITERATIONS] = "all iterations done",
    [STOP_CONVERGED] = "converged",
    [STOP_PRECISION] = "no lower cost in double precision",
    [STOP_STUCK] = "no lower cost found, but the gradient is not small",
    [STOP_CALLBACK] = "stopped by on_step",
    [STOP_DIVERGED] = "diverged"};
  return reasons[run->outcome.reason];
}

const char *run_reason(lua_State *L, int index) {
  const Run *run = lua_touserdata(L, index);
  lua_getiuservalue(L, index, RUN_FAILURE);
  const char *said = lua_tostring(L, -1); /* owned by the run */
  lua_pop(L, 1);
  if (said) return said;
  switch (run->state) {
  case STATE_RUNNING: return "still running";
  case STATE_PAUSED: return "paused";
  case STATE_STOPPED: return "stopped";
  case STATE_FAILED: return "failed";
  case STATE_DONE: break;
  }
  return ending(run);
}

static const char *state(const Run *run) {
  static const char *const words[] = {[STATE_DONE] = "done",
                                      [STATE_RUNNING] = "running",
                                      [STATE_PAUSED] = "paused",
                                      [STATE_STOPPED] = "stopped",
                                      [STATE_FAILED] = "failed"};
  return words[run->state];
}

/* Pushes nil for a rate that the method does not have. */
static void push_rate(lua_State *L, double rate) {
  if (isnan(rate))
    lua_pushnil(L);
  else
    lua_pushnumber(L, rate);
}

static bool has_converged(const Run *run) {
  return run->state == STATE_DONE && (run->outcome.reason == STOP_CONVERGED ||
                                      run->outcome.reason == STOP_PRECISION);
}

static int push_costs(lua_State *L, const Run *run) {
  if (!run->count)
    push_vec(L, 0);
  else {
    lua_getiuservalue(L, 1, RUN_COSTS);
    push_vec_view(L, -1, vec_of(run->costs, run->count));
  }
  return 1;
}

static Mat theta_history(const Run *run) {
  return mat_of(run->thetas, run->count, run->size);
}

/* The n + 1 parameters of class k, one row per entry. */
static Mat class_history(const Run *run, const LuaModel *m, size_t k) {
  Mat all = theta_history(run);
  all.d += k * (m->core.features + 1);
  all.cols = m->core.features + 1;
  return all;
}

/* Pushes the model as it was at the start. */
static const LuaModel *push_trained(lua_State *L) {
  lua_getiuservalue(L, 1, RUN_START);
  return lua_touserdata(L, -1);
}

/* Pushes a copy with one row per entry and the classes side by side: their
 * weights (n per class) or their intercepts. */
static int push_class_history(lua_State *L, const Run *run, const LuaModel *m,
                              bool weights) {
  const size_t n = m->core.features, K = m->core.classes;
  const size_t from = weights ? 0 : n, width = weights ? n : 1;
  Mat out = push_mat(L, run->count, K * width);
  for (size_t k = 0; k < K; k++) {
    Mat some = class_history(run, m, k), to = out;
    some.d += from;
    to.d += k * width;
    some.cols = to.cols = width;
    chunked_copy_mat(L, to, some);
  }
  return 1;
}

/* Pushes a matrix with one row per entry, or a vector for one feature. */
static int push_w(lua_State *L, const Run *run) {
  if (!run->count) return push_costs(L, run);
  const LuaModel *m = push_trained(L);
  if (m->core.classes > 1) return push_class_history(L, run, m, true);
  Mat all = class_history(run, m, 0);
  lua_getiuservalue(L, 1, RUN_THETAS);
  if (all.cols == 2)
    push_vec_view(L, -1, mat_col(all, 0));
  else
    push_mat_view(L, -1, (Mat){all.d, all.rows, all.cols - 1, all.stride});
  return 1;
}

static int push_b(lua_State *L, const Run *run) {
  if (!run->count) return push_costs(L, run);
  const LuaModel *m = push_trained(L);
  if (m->core.classes > 1) return push_class_history(L, run, m, false);
  lua_getiuservalue(L, 1, RUN_THETAS);
  push_vec_view(L, -1, mat_col(theta_history(run), run->size - 1));
  return 1;
}

static int l_index(lua_State *L) {
  Run *run = check_run(L, 1);
  const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
  if (!strcmp(key, "cost")) return push_costs(L, run);
  if (!strcmp(key, "w")) return push_w(L, run);
  if (!strcmp(key, "b")) return push_b(L, run);
  if (!strcmp(key, "iterations"))
    lua_pushinteger(L, (lua_Integer)run->outcome.iterations);
  else if (!strcmp(key, "model"))
    lua_getiuservalue(L, 1, RUN_MODEL);
  else if (!strcmp(key, "every"))
    lua_pushinteger(L, (lua_Integer)run->every);
  else if (!strcmp(key, "seconds"))
    lua_pushnumber(L, run->seconds);
  else if (!strcmp(key, "first_cost"))
    lua_pushnumber(L, run->outcome.first_cost);
  else if (!strcmp(key, "final_cost"))
    lua_pushnumber(L, run->outcome.cost);
  else if (!strcmp(key, "options"))
    lua_getiuservalue(L, 1, RUN_OPTIONS);
  else if (!strcmp(key, "converged"))
    lua_pushboolean(L, has_converged(run));
  else if (!strcmp(key, "reason"))
    lua_pushstring(L, run_reason(L, 1));
  else if (!strcmp(key, "state"))
    lua_pushstring(L, state(run));
  else if (!strcmp(key, "alpha"))
    push_rate(L, run->alpha);
  else if (!strcmp(key, "momentum"))
    push_rate(L, run->momentum);
  else if (!strcmp(key, "advice"))
    lua_getiuservalue(L, 1, RUN_ADVICE);
  else
    return method_index(L);
  return 1;
}

/* Raises if iteration k is not in the record. */
static void check_kept(lua_State *L, const Run *run, size_t k) {
  if (k > run->outcome.iterations)
    fail(L, "iteration %I is out of range; the run has %I", (LUAI_UACINT)k,
         (LUAI_UACINT)run->outcome.iterations);
  if (k % run->every)
    fail(L, "iteration %I was not kept; a run this long keeps every %Ith",
         (LUAI_UACINT)k, (LUAI_UACINT)run->every);
}

/* Gives the model on top the exact solution, which is valid if its weights are
 * the ones solved for. */
static void share_exact(lua_State *L, int index) {
  lua_getiuservalue(L, index, RUN_MODEL);
  lua_getiuservalue(L, -1, MODEL_EXACT);
  lua_setiuservalue(L, -3, MODEL_EXACT);
  lua_pop(L, 1);
}

void push_model_at(lua_State *L, int index, size_t k) {
  Run *run = lua_touserdata(L, index);
  check_kept(L, run, k);
  lua_getiuservalue(L, index, RUN_START);
  LuaModel *m = push_model_copy(L, -1);
  lua_remove(L, -2);
  share_exact(L, index);
  if (k)
    memcpy(m->theta, run->thetas + (k / run->every - 1) * run->size,
           run->size * sizeof *m->theta);
}

static int l_at(lua_State *L) {
  check_run(L, 1);
  push_model_at(L, 1, check_count(L, 2, 0));
  return 1;
}

/* Resets the trained model itself, not a copy. */
static int l_back(lua_State *L) {
  Run *run = check_run(L, 1);
  size_t n = check_count(L, 2, 0);
  if (n > run->outcome.iterations)
    fail(L, "cannot go back %I iterations; the run has %I", (LUAI_UACINT)n,
         (LUAI_UACINT)run->outcome.iterations);
  push_model_at(L, 1, run->outcome.iterations - n);
  const LuaModel *then = lua_touserdata(L, -1);
  lua_getiuservalue(L, 1, RUN_MODEL);
  LuaModel *m = lua_touserdata(L, -1);
  if (!m->theta || model_size(&m->core) != run->size)
    fail(L, "the length of the model's w has changed since this run");
  memcpy(m->theta, then->theta, run->size * sizeof *m->theta);
  return 1;
}

/* -- printing ------------------------------------------------------------- */

static void add_line(luaL_Buffer *b, size_t iteration, double cost) {
  char text[80];
  snprintf(text, sizeof text, "\n%10zu  %12.6g", iteration, cost);
  luaL_addstring(b, text);
}

/* A summary line, then the start and up to four evenly spaced entries. */
static int l_tostring(lua_State *L) {
  enum { LINES = 4 };
  Run *run = check_run(L, 1);
  char head[120];
  const char *reason = run_reason(L, 1);
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  snprintf(head, sizeof head,
           "%zu iteration%s in %.3g s: ", run->outcome.iterations,
           run->outcome.iterations == 1 ? "" : "s", run->seconds);
  luaL_addstring(&b, head);
  luaL_addstring(&b, reason);
  luaL_addstring(&b, "\n iteration          cost");
  add_line(&b, 0, run->outcome.first_cost);
  size_t shown = run->count < LINES ? run->count : LINES;
  for (size_t i = 1; i <= shown; i++) {
    size_t entry = run->count * i / shown;
    add_line(&b, entry * run->every, run->costs[entry - 1]);
  }
  const bool told = run->outcome.reason == STOP_DIVERGED; /* as a warning */
  if (lua_getiuservalue(L, 1, RUN_ADVICE) == LUA_TSTRING && !told) {
    luaL_addstring(&b, "\n");
    luaL_addvalue(&b);
  } else
    lua_pop(L, 1);
  luaL_pushresult(&b);
  return 1;
}

static int l_len(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)check_run(L, 1)->count);
  return 1;
}

#define RUN                                                                    \
  "m = model.linear()\n"                                                       \
  "run = train(m, vector{1, 2}, {300, 500}, {iterations=3})\n"

static const Prim prims[] = {
  {"run:cost", NULL, "run.cost -> vector",
   "A vector: run.cost[i] is the cost after iteration i (see plot.cost). If "
   "the run diverged, the last cost may be inf.",
   RUN "run.cost --> [79274.8125     73935.30972656 68955.50943163]"},
  {"run:w", NULL, "run.w -> vector or matrix",
   "The weights after each iteration: a vector for one feature, else a matrix "
   "with one row per iteration (softmax: the classes side by side).",
   RUN "run.w[1] --> 6.5"},
  {"run:b", NULL, "run.b -> vector or matrix",
   "The intercept b after each iteration: a vector (softmax: a matrix with one "
   "column per class).",
   RUN "run.b[1] --> 4.0"},
  {"run:iterations", NULL, "run.iterations -> number",
   "The number of iterations completed.", RUN "run.iterations --> 3"},
  {"run:every", NULL, "run.every -> number",
   "The number of iterations between recorded entries: 1, or more if the run "
   "is too long to record every iteration.",
   RUN "run.every --> 1"},
  {"run:seconds", NULL, "run.seconds -> number",
   "The training time in seconds.", RUN "run.seconds < 1 --> true"},
  {"run:first_cost", NULL, "run.first_cost -> number",
   "The cost before the first iteration.", RUN "run.first_cost --> 85000.0"},
  {"run:final_cost", NULL, "run.final_cost -> number",
   "The cost after the last iteration.",
   RUN "run.final_cost == run.cost[-1] --> true"},
  {"run:options", NULL, "run.options -> table or nil",
   "The options passed to train, or nil.", RUN "run.options.iterations --> 3"},
  {"run:converged", NULL, "run.converged -> boolean",
   "Whether training converged: the gradient, scaled by the spreads of the "
   "features and of y, is within the option tolerance (or at the limit of "
   "double precision).",
   RUN "run.converged --> false"},
  {"run:reason", NULL, "run.reason -> string",
   "Why training ended, for example \"converged\" or \"diverged\" (see "
   "help(train)); for a failed job, the error message.",
   RUN "run.reason --> all iterations done"},
  {"run:state", NULL, "run.state -> string",
   "\"done\"; for a background job (see help(train)), also \"running\", "
   "\"paused\", \"stopped\" (by job:stop() or Ctrl-C) or \"failed\".",
   RUN "run.state --> done"},
  {"run:alpha", NULL, "run.alpha -> number or nil",
   "The learning rate; nil for a method that finds its own step size. It can "
   "be set on a running job: job.alpha = 0.03 takes effect in the next "
   "iteration. If the training then diverges, the model is reset to the "
   "weights it had at the change.",
   RUN "run.alpha --> 0.01"},
  {"run:momentum", NULL, "run.momentum -> number or nil",
   "The fraction of the previous step that is added to each step; nil for "
   "methods other than \"momentum\". Like alpha, it can be set on a running "
   "job.",
   RUN "run.momentum --> nil"},
  {"run:advice", NULL, "run.advice -> string or nil",
   "A sentence of advice if the cost is still falling, the training diverged, "
   "the classes are linearly separable, or a class has no examples; else nil.",
   RUN "run.advice --> nil"},
  {"run:model", NULL, "run.model -> model",
   "The trained model, the same object that was passed to train.",
   RUN "run.model == m --> true"},
  {"run:back", l_back, "run:back(n) -> model",
   "Resets the model to its weights n iterations before the end of the run and "
   "returns it, so that training can continue from there.",
   RUN "run:back(2):cost(vector{1, 2}, {300, 500}) == run.cost[1] --> true"},
  {"run:at", l_at, "run:at(k) -> model",
   "Returns a copy of the model as it was after iteration k (k = 0 is the "
   "start).",
   RUN "run:at(1):cost(vector{1, 2}, {300, 500}) == run.cost[1] --> true"},
  {NULL, NULL, NULL, NULL, NULL}};

static const Meta metas[] = {{"__index", l_index, NULL},
                             {"__len", l_len, NULL},
                             {"__tostring", l_tostring, NULL},
                             {NULL, NULL, NULL}};

void open_run(lua_State *L) {
  registry_add(L, prims);
  registry_metamethods(L, TYPE_RUN, metas);
}
