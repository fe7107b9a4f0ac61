/* train_all.c - context.train_all: trains many models, one per thread.
 *
 * A wave of trainings is prepared one after another, each in a coroutine, which
 * has the memory and the stack of one training. Then threads do the arithmetic,
 * which needs no Lua. Then the trainings end in their order. So errors and
 * warnings are those of training one model after another. */
#include <math.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include <lauxlib.h>

#include "core/linalg/cholesky.h"
#include "core/model/glm.h"
#include "core/optim/centered.h"
#include "lua/array/shared.h"
#include "lua/base/args.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/model/model.h"
#include "lua/standard/running.h"
#include "lua/train/exact_trial.h"
#include "lua/train/training_loop.h"
#include "sys/interrupt.h"
#include "sys/parallel/threads.h"

/* -- one training, in its coroutine ----------------------------------------- */

typedef struct Fit {
  Training *training;
  ExactTrial trial;
  Status status;
  double *curvature; /* p × p, for newton; NULL: the columns are not examined */
  double *point;     /* p */
  bool sure;         /* the columns are independent; false: not known */
} Fit;

/* -> model, run */
static int end_fit(lua_State *co, int status, lua_KContext context) {
  Fit *fit = (Fit *)context;
  Training *t = fit->training;
  (void)status;
  training_check_model(t);
  if (t->plan.exact) {
    const Outcome outcome = exact_trial_end(&fit->trial);
    training_end_solved(t, &outcome);
  } else
    training_end(t, fit->status);
  lua_pushvalue(co, TRAIN_MODEL);
  lua_pushvalue(co, t->run);
  return 2;
}

/* A penalty hides dependent columns, and the curvature of classes is always
 * singular. */
static void push_curvature(lua_State *co, Fit *fit) {
  const Training *t = fit->training;
  const Glm *model = &t->fit.core;
  const size_t p = model_size(model);
  if (t->plan.descent.method != METHOD_NEWTON || model->lambda > 0 ||
      model->kind == GLM_SOFTMAX)
    return;
  fit->curvature = push_scratch(co, p * (p + 1), sizeof *fit->curvature);
  fit->point = fit->curvature + p * p;
}

/* (model, X, y, options) -> yields the Fit, to which the arithmetic is done.
 * Upvalue 1 is the entry of train, for messages. */
static int l_fit(lua_State *co) {
  luaL_checkstack(co, 2 * LUA_MINSTACK, NULL);
  lua_settop(co, TRAIN_OPTIONS);
  check_model(co, TRAIN_MODEL);
  check_options(co, TRAIN_OPTIONS);
  Fit *fit = push_scratch(co, 1, sizeof *fit);
  *fit = (Fit){.training = push_prepared(co, 0, 0)};
  if (fit->training->plan.exact)
    push_exact_trial(&fit->trial, &fit->training->fit);
  else {
    training_begin(fit->training);
    push_curvature(co, fit);
  }
  lua_pushlightuserdata(co, fit);
  return lua_yieldk(co, 1, (lua_KContext)fit, end_fit);
}

/* Are the columns, weighted as at the optimum, far from dependent, and none of
 * them almost constant? By the same limits as for normal equations. */
static bool has_independent_columns(Fit *fit) {
  static const double NARROW = 1e-6, FAR = 1e5;
  const ModelFit *of = &fit->training->fit;
  const Centered *c = &of->centred;
  for (size_t j = 0; j < of->core.features; j++)
    if (!(fabs(c->shift[j]) <= FAR * c->factor[j])) return false;
  centered_inside(fit->point, c, of->theta);
  const Status s = centered_curvature(fit->curvature, c, fit->point);
  return s.code == STATUS_OK && cholesky_factor(fit->curvature, fit->curvature,
                                                model_size(&of->core), NARROW);
}

static void compute(Fit *fit) {
  if (fit->training->plan.exact) {
    exact_trial_run(&fit->trial);
    fit->sure = fit->trial.done;
    return;
  }
  fit->status = training_descend_unseen(fit->training);
  fit->sure = fit->curvature && fit->status.code == STATUS_OK &&
              has_independent_columns(fit);
}

/* -- a wave of trainings ---------------------------------------------------- */

/* Stack indices of l_train_all. */
enum { COUNT = 1, GET, DONE, TRAIN, COROUTINES, NEXT };

/* What get returns. */
enum { VALUES = TRAIN_OPTIONS };

enum { MOST = THREADS_MOST, PLENTY = 1 << 21 /* numbers in a wave */ };

typedef struct Wave {
  lua_State *L;
  lua_Integer first, all; /* the number of its first training; of all of them */
  lua_Integer wanted;     /* trainings before this one are left out */
  size_t count, numbers;  /* of trainings that are prepared; in their data */
  Fit *fits[MOST];        /* NULL: the model is trained already */
  bool waits;             /* at NEXT are the values of one that cannot join */
  int failed; /* status of the one after them, which could not be prepared; its
                 error is at NEXT */
  atomic_size_t turn;
} Wave;

static bool is_given(lua_State *L, int options, const char *key) {
  lua_getfield(L, options, key);
  const bool given = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return given;
}

/* Does the training at NEXT call no Lua function and wait for no process? */
static bool can_join(lua_State *L) {
  static const char *const apart[] = {"on_step",    "live",     "report",
                                      "background", "progress", NULL};
  Share share;
  const int options = NEXT + TRAIN_OPTIONS - 1;
  const LuaModel *m = luaL_testudata(L, NEXT, TYPE_MODEL);
  if (!m || m->custom || registry_recorder || !lua_istable(L, options) ||
      shared_find(L, NEXT + TRAIN_X - 1, &share))
    return false;
  for (int i = 0; apart[i]; i++)
    if (is_given(L, options, apart[i])) return false;
  return true;
}

/* Pushes what get(k) returns. An error waits until the trainings before it have
 * ended. */
static bool push_next(Wave *w, lua_Integer k) {
  lua_State *L = w->L;
  lua_settop(L, COROUTINES);
  lua_pushvalue(L, GET);
  lua_pushinteger(L, k);
  if (!w->count) {
    lua_call(L, 1, VALUES);
    return true;
  }
  w->failed = lua_pcall(L, 1, VALUES, 0);
  if (w->failed) running_caught(L);
  return !w->failed;
}

/* Moves the error of a coroutine to L, as if train had been called from here. */
static void take_error(lua_State *L, lua_State *co, int status) {
  running_failed(L, co);
  lua_xmove(co, L, 1);
  if (status == LUA_ERRMEM || lua_type(L, -1) != LUA_TSTRING) return;
  push_where(L);
  lua_insert(L, -2);
  lua_concat(L, 2);
}

/* Is the model at NEXT trained already? Then get returns nothing else. */
static bool is_trained(lua_State *L) { return lua_isnil(L, NEXT + 1); }

/* Pops the values; the model waits for its turn. */
static void keep_trained(Wave *w) {
  lua_State *L = w->L;
  w->fits[w->count++] = NULL;
  lua_settop(L, NEXT);
  lua_rawseti(L, COROUTINES, (lua_Integer)w->count);
}

/* Pops the values and prepares their training; leaves its error. */
static void prepare(Wave *w) {
  lua_State *L = w->L;
  int results;
  lua_State *co = lua_newthread(L);
  running_own(L);
  lua_insert(L, NEXT);
  lua_getupvalue(L, TRAIN, 1);
  lua_pushcclosure(L, l_fit, 1);
  lua_insert(L, NEXT + 1);
  lua_xmove(L, co, VALUES + 1);
  const int status = running_resume(L, co, VALUES, &results);
  if (status != LUA_YIELD) {
    w->failed = status;
    take_error(L, co, status);
    lua_replace(L, NEXT);
    return;
  }
  Fit *fit = lua_touserdata(co, -1);
  lua_pop(co, results);
  const Mat X = fit->training->fit.X;
  w->numbers += X.rows * (X.cols + 1);
  w->fits[w->count++] = fit;
  lua_rawseti(L, COROUTINES, (lua_Integer)w->count);
}

static bool has_room(const Wave *w) {
  const size_t threads = threads_count();
  return w->count < threads ||
         (threads > 1 && w->count < MOST && w->numbers < PLENTY);
}

static void gather(Wave *w) {
  for (lua_Integer k = w->first; k <= w->all && has_room(w); k++) {
    if (!w->waits && !push_next(w, k)) return;
    if (is_trained(w->L)) {
      keep_trained(w);
      continue;
    }
    w->waits = !can_join(w->L);
    if (w->waits) return;
    prepare(w);
    if (w->failed) return;
  }
}

/* Takes trainings until none is left: a ThreadsWork. */
static void compute_some(void *context, size_t thread) {
  Wave *w = context;
  (void)thread;
  for (size_t i; (i = w->turn++) < w->count;)
    if (w->fits[i]) compute(w->fits[i]);
}

/* The threads share each of a few trainings. */
static void compute_all(Wave *w) {
  w->turn = 0;
  if (w->count > 1 && 2 * w->count > threads_count())
    threads_run(compute_some, w, w->count);
  else
    compute_some(w, 0);
}

/* Calls done(k, model, run, sure) with the two values at the top; it returns how
 * many of the next trainings to leave out. */
static void call_done(Wave *w, lua_Integer k, bool sure) {
  lua_State *L = w->L;
  lua_pushvalue(L, DONE);
  lua_insert(L, -3);
  lua_pushinteger(L, k);
  lua_insert(L, -3);
  lua_pushboolean(L, sure);
  lua_call(L, 4, 1);
  w->wanted = k + 1 + luaL_optinteger(L, -1, 0);
  lua_pop(L, 1);
}

/* Ends the training whose coroutine is at the top: pushes its model and run. */
static void end_one(lua_State *L) {
  int results;
  lua_State *co = lua_tothread(L, -1);
  const int status = running_resume(L, co, 0, &results);
  if (status != LUA_OK) {
    take_error(L, co, status);
    lua_error(L);
  }
  lua_xmove(co, L, results);
}

static void end_prepared(Wave *w) {
  lua_State *L = w->L;
  for (size_t i = 0; i < w->count; i++) {
    const lua_Integer k = w->first + (lua_Integer)i;
    if (k < w->wanted) continue;
    lua_rawgeti(L, COROUTINES, (lua_Integer)i + 1);
    /* garbage when it has ended */
    const bool sure = !w->fits[i] || w->fits[i]->sure;
    if (w->fits[i])
      end_one(L);
    else {
      lua_pushvalue(L, -1);
      lua_pushnil(L);
    }
    call_done(w, k, sure);
    lua_pop(L, 1);
    lua_pushnil(L);
    lua_rawseti(L, COROUTINES, (lua_Integer)i + 1);
  }
}

/* The one that could not join: by itself. */
static void train_next(Wave *w) {
  lua_State *L = w->L;
  lua_pushvalue(L, NEXT);
  lua_pushvalue(L, TRAIN);
  lua_insert(L, NEXT);
  lua_insert(L, NEXT);
  lua_call(L, VALUES, 1);
  call_done(w, w->first, false);
}

/* Ends all of the wave; the next one begins after it. */
static void end_wave(Wave *w) {
  end_prepared(w);
  w->first += (lua_Integer)w->count;
  if (w->failed && w->first >= w->wanted) lua_error(w->L);
  if (w->waits && !w->count) {
    train_next(w);
    w->waits = false;
    w->first++;
  }
  if (w->first < w->wanted) {
    w->first = w->wanted;
    w->waits = false;
  }
  w->count = w->numbers = 0;
  w->failed = LUA_OK;
}

/* (count, get, done): for k = 1 to count, trains the model that get(k) returns
 * with X, y and options of train, and calls done(k, model, run, sure). get may be
 * called for several k first. sure: the columns are known to be independent. If
 * done returns n, the next n trainings are left out. The runs keep no
 * iterations. */
static int l_train_all(lua_State *L) {
  Wave w = {.L = L, .first = 1, .all = luaL_checkinteger(L, COUNT)};
  lua_settop(L, DONE);
  registry_push_function(L, "train");
  lua_newtable(L);
  while (w.first <= w.all) {
    gather(&w);
    compute_all(&w);
    end_wave(&w);
  }
  return 0;
}

static const luaL_Reg functions[] = {{"train_all", l_train_all}, {NULL, NULL}};

void open_train_all(lua_State *L) {
  lib_context_add(L, "mlrepl.context", functions);
}
