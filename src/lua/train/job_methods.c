/* job_methods.c - the methods and fields of a run that control a job. */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "sys/terminal/progress.h"
#include "lua/base/registry.h"
#include "lua/train/job.h"
#include "lua/train/job_list.h"
#include "lua/train/run.h"
#include "lua/train/run_parts.h"
#include "lua/train/train_options.h"
#include "lua/train/training_loop.h"

/* -- control -------------------------------------------------------------- */

static int fail_ended(lua_State *L, const char *advice) {
  return fail(L, "this training has ended (%s)%s", run_reason(L, 1), advice);
}

static bool has_ended(const Run *run) { return !run->training; }

static int l_pause(lua_State *L) {
  Run *run = check_run(L, 1);
  lua_settop(L, 1);
  if (has_ended(run)) fail_ended(L, "");
  run->state = STATE_PAUSED;
  job_list_remove(L, 1);
  return 1;
}

static int l_resume(lua_State *L) {
  Run *run = check_run(L, 1);
  lua_settop(L, 1);
  if (has_ended(run))
    fail_ended(L, "; to continue from its weights, call train(m, X, y, ...)");
  if (run->state == STATE_RUNNING) return 1;
  if (job_shares_model(L, 1))
    fail(L, "another job is training this model; call wait() or stop() on that "
            "job first");
  job_list_add(L, 1);
  run->state = STATE_RUNNING;
  return 1;
}

/* A job that stops itself, in on_step, ends after the current iteration. */
static int l_stop(lua_State *L) {
  Run *run = check_run(L, 1);
  lua_settop(L, 1);
  if (has_ended(run)) return 1;
  run->state = STATE_STOPPED;
  if (run->training->turn.now) return 1;
  job_turn(L, 1, 0);
  job_raise(L, 1);
  return 1;
}

static void show_progress(Run *run, bool on) {
  Training *t = run->training;
  if (!t) return;
  progress_end(&t->progress);
  t->progress = progress_start(on);
  t->progress.start -= run->seconds;
}

static int l_wait(lua_State *L) {
  Run *run = check_run(L, 1);
  lua_settop(L, 1);
  if (run->training && run->training->turn.now)
    fail(L, "a job cannot wait for itself");
  if (run->state == STATE_PAUSED)
    fail(L, "the job is paused and would never end; call job:resume() first");
  lua_getiuservalue(L, 1, RUN_OPTIONS);
  show_progress(run, option_boolean(L, 2, "progress", true));
  lua_settop(L, 1);
  const bool waited = job_wait(L, 1);
  show_progress(run, false);
  if (waited) return 1;
  error_stops(L);
  return luaL_error(L, "interrupted after %I iterations; the job continues",
                    (LUAI_UACINT)run->outcome.iterations);
}

/* Checks the number at the top of the stack as a new alpha or momentum. */
static double check_rate(lua_State *L, const char *key, double now,
                         const char *has_none) {
  const bool alpha = *key == 'a';
  const double rate = lua_tonumber(L, -1);
  if (isnan(now)) fail(L, "%s", has_none);
  if (lua_type(L, -1) != LUA_TNUMBER ||
      !(alpha ? is_alpha(rate) : is_momentum(rate))) {
    const char *got = push_description(L, -1);
    fail(L, "%s must be a number %s, got %s", key,
         alpha ? "greater than 0" : "from 0 up to 1", got);
  }
  return rate;
}

static void set_alpha(lua_State *L, Run *run) {
  Training *t = run->training;
  run->alpha =
    check_rate(L, "alpha", run->alpha,
               "this method has no alpha; it finds its own step size");
  t->plan.descent.alpha = t->fit.small_steps.alpha = run->alpha;
}

static void set_momentum(lua_State *L, Run *run) {
  run->momentum = check_rate(L, "momentum", run->momentum,
                             "only method=\"momentum\" has a momentum");
  run->training->plan.descent.momentum = run->momentum;
}

/* job.alpha = 0.03 */
static int l_newindex(lua_State *L) {
  Run *run = check_run(L, 1);
  const char *key = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
  const bool alpha = !strcmp(key, "alpha"), momentum = !strcmp(key, "momentum");
  lua_settop(L, 3);
  if (!alpha && !momentum) {
    const char *got = push_description(L, 2);
    fail(L,
         "read-only field (%s); only alpha and momentum of a running job can "
         "be set",
         got);
  }
  if (has_ended(run))
    fail_ended(L, "; to continue with another alpha, use run:fork{alpha=0.03}");
  if (alpha)
    set_alpha(L, run);
  else
    set_momentum(L, run);
  training_changed(run->training);
  return 0;
}

/* For reset(). A job that calls it stops after its current iteration. */
static int l_end_jobs(lua_State *L) {
  while (job_count(L)) {
    push_job(L, 1);
    const int index = lua_gettop(L);
    Run *run = lua_touserdata(L, index);
    job_list_remove(L, index);
    run->state = STATE_STOPPED;
    if (!run->training->turn.now) {
      run->training = NULL;
      lua_pushnil(L);
      lua_setiuservalue(L, index, RUN_THREAD);
    }
    lua_pop(L, 1);
  }
  return 0;
}

#define JOB                                                                    \
  "m = model.linear()\n"                                                       \
  "job = train(m, vector{1, 2}, {300, 500}, {iterations=1000, "                \
  "background=true})\n"

static const Prim prims[] = {
  {"run:wait", l_wait, "job:wait() -> run",
   "Waits for a background training job (see help(train)) to finish and "
   "returns the job. Raises an error if it failed; warns if it diverged. "
   "Ctrl-C ends the wait; the job continues.",
   JOB "job:wait().iterations --> 1000\njob.state --> done"},
  {"run:pause", l_pause, "job:pause() -> run",
   "Pauses a background training job until job:resume() is called, and returns "
   "the job.",
   JOB "job:pause().state --> paused"},
  {"run:resume", l_resume, "job:resume() -> run",
   "Resumes a paused background training job and returns the job.",
   JOB "job = job:pause()\njob:resume().state --> running\njob = job:stop()"},
  {"run:stop", l_stop, "job:stop() -> run",
   "Stops a background training job and returns the job; the model keeps its "
   "current weights. At the prompt, Ctrl-C on an empty line stops all "
   "background jobs.",
   JOB "job:stop().state --> stopped\njob.reason --> stopped"},
  {NULL, NULL, NULL, NULL, NULL}};

static const Meta metas[] = {{"__newindex", l_newindex, NULL},
                             {NULL, NULL, NULL}};

static const luaL_Reg functions[] = {{"end_jobs", l_end_jobs}, {NULL, NULL}};

void open_job(lua_State *L) {
  registry_add(L, prims);
  registry_metamethods(L, TYPE_RUN, metas);
  lib_context_add(L, "mlrepl.context", functions);
}
