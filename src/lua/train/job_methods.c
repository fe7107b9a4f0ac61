/* job_methods.c - a run as the handle on a job: what steers it. */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/progress.h"
#include "lua/base/registry.h"
#include "lua/train/job.h"
#include "lua/train/job_list.h"
#include "lua/train/run.h"
#include "lua/train/run_parts.h"
#include "lua/train/train_options.h"
#include "lua/train/training_loop.h"

/* -- steering ------------------------------------------------------------- */

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
    fail_ended(L, "; train(m, X, y, ...) goes on from its weights");
  if (run->state == STATE_RUNNING) return 1;
  if (job_shares_model(L, 1))
    fail(L, "another job trains this model now; job:wait() or job:stop() that "
            "first");
  job_list_add(L, 1);
  run->state = STATE_RUNNING;
  return 1;
}

/* A job that stops itself, in on_step, does so after the iteration. */
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
    fail(L, "the job is paused and would never end; job:resume() lets it go "
            "on");
  lua_getiuservalue(L, 1, RUN_OPTIONS);
  show_progress(run, option_boolean(L, 2, "progress", true));
  lua_settop(L, 1);
  const bool waited = job_wait(L, 1);
  show_progress(run, false);
  if (!waited)
    luaL_error(L, "interrupted after %I iterations; the job goes on",
               (LUAI_UACINT)run->outcome.iterations);
  return 1;
}

/* The number at the top of the stack, for the rate of that name. */
static double check_rate(lua_State *L, const char *key, double now,
                         const char *has_none) {
  const bool alpha = *key == 'a';
  const double rate = lua_tonumber(L, -1);
  if (isnan(now)) fail(L, "%s", has_none);
  if (lua_type(L, -1) != LUA_TNUMBER ||
      !(alpha ? is_alpha(rate) : is_momentum(rate))) {
    const char *got = push_description(L, -1);
    fail(L, "%s must be a number %s, got %s", key,
         alpha ? "above 0" : "from 0 up to 1", got);
  }
  return rate;
}

static void set_alpha(lua_State *L, Run *run) {
  Training *t = run->training;
  run->alpha = check_rate(L, "alpha", run->alpha,
                          "the method finds its own steps, without an alpha");
  t->plan.descent.alpha = t->fit.small_steps.alpha = run->alpha;
}

static void set_momentum(lua_State *L, Run *run) {
  run->momentum = check_rate(L, "momentum", run->momentum,
                             "momentum belongs to method=\"momentum\"");
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
         "alpha and momentum of a job can be set; the field %s is only "
         "looked at",
         got);
  }
  if (has_ended(run))
    fail_ended(L, "; run:fork{alpha=0.03} goes on with another alpha");
  if (alpha)
    set_alpha(L, run);
  else
    set_momentum(L, run);
  training_changed(run->training);
  return 0;
}

/* For reset(). One that has the word stops after its iteration. */
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
  {"run:wait", l_wait, "job:wait()",
   "Lets a training in the background (help(train)) do all that is left of it, "
   "and gives it. Raises why it failed, if it did; warns if it diverged. Ctrl-C ends the waiting, "
   "and the job goes on.",
   JOB "job:wait().iterations --> 1000\njob.state --> done"},
  {"run:pause", l_pause, "job:pause()",
   "A training in the background stands still, at no cost, until job:resume().",
   JOB "job:pause().state --> paused"},
  {"run:resume", l_resume, "job:resume()",
   "A paused training in the background goes on.",
   JOB "job = job:pause()\njob:resume().state --> running\njob = job:stop()"},
  {"run:stop", l_stop, "job:stop()",
   "Ends a training in the background after the iterations it has done; the "
   "model keeps what it has learned. Ctrl-C at the prompt is for the line "
   "being typed; pressed again while nothing answers, it ends the job that has not "
   "come to the end of its iteration.",
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
