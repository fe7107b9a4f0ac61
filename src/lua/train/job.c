#include "lua/train/job.h"

#include <stdbool.h>
#include <string.h>

#include <lauxlib.h>

#include "core/model/glm.h"
#include "core/optim/descent.h"
#include "core/status.h"
#include "lua/base/error.h"
#include "sys/terminal/progress.h"
#include "lua/base/values.h"
#include "lua/base/warn.h"
#include "lua/figure/lua_figure.h"
#include "lua/model/model_fit.h"
#include "lua/model/model_objective.h"
#include "lua/show/target.h"
#include "lua/standard/running.h"
#include "lua/train/job_list.h"
#include "lua/train/job_news.h"
#include "lua/train/run_parts.h"
#include "lua/train/training_loop.h"
#include "sys/clock.h"
#include "sys/interrupt.h"

static const double TURN = 0.008; /* seconds */

/* -- inside the coroutine ------------------------------------------------- */

static RunState state_of(const Training *t) {
  return ((const Run *)lua_touserdata(t->L, t->run))->state;
}

/* Should this turn end? */
static bool is_over(Training *t) {
  const size_t k = t->outcome.iterations;
  if (state_of(t) == STATE_PAUSED) return true;
  if (!progress_pace_due(&t->turn.pace, k)) return false;
  const double now = clock_seconds();
  progress_pace_look(&t->turn.pace, k, now);
  return now >= t->turn.until;
}

/* Has the user changed the model since the last turn? */
static bool is_changed(Training *t) {
  const ModelFit *fit = &t->fit;
  if (!t->turn.fresh) return false;
  t->turn.fresh = false;
  training_check_model(t);
  if (fit->core.intercept != fit->m->core.intercept)
    fail(t->L, "the model's field intercept was changed during training");
  return memcmp(fit->theta, t->turn.seen,
                model_size(&fit->core) * sizeof *fit->theta) != 0;
}

/* The user's changes take effect in the next iteration. */
static Status take_changes(Training *t) {
  bool changed = is_changed(t);
  if (model_objective_take_lambda(&t->fit)) changed = true;
  if (!changed) return status_ok();
  t->fit.left++; /* the new start is not an iteration */
  Status s = descent_renew(&t->descent);
  training_changed(t);
  return s;
}

static int rest(Training *t);

/* Iterates until the turn or the training ends. */
static int go_on(Training *t, Status s) {
  while (s.code == STATUS_OK && !t->descent.done &&
         state_of(t) != STATE_STOPPED) {
    if (is_over(t)) return rest(t);
    s = take_changes(t);
    if (s.code == STATUS_OK && !t->descent.done) s = descent_next(&t->descent);
  }
  if (state_of(t) == STATE_STOPPED) t->outcome.reason = STOP_CALLBACK;
  training_end(t, s);
  return 0;
}

static int resumed(lua_State *L, int status, lua_KContext context) {
  Training *t = (Training *)context;
  (void)L, (void)status;
  t->turn.fresh = true;
  return go_on(t, status_ok());
}

static int rest(Training *t) {
  memcpy(t->turn.seen, t->fit.theta,
         model_size(&t->fit.core) * sizeof *t->turn.seen);
  return lua_yieldk(t->L, 0, (lua_KContext)t, resumed);
}

/* The coroutine's main function; its arguments are the values of the training.
 */
static int l_job(lua_State *L) {
  Training *t = lua_touserdata(L, lua_upvalueindex(2));
  if (t->plan.exact) {
    training_solve(t);
    return 0;
  }
  training_begin(t);
  t->turn.seen = push_scratch(L, model_size(&t->fit.core), sizeof(double));
  Status s = descent_begin(&t->descent, &t->outcome, t->fit.theta, t->scratch,
                           &t->objective, &t->plan.descent);
  return go_on(t, s);
}

/* -- turns, from outside -------------------------------------------------- */

/* (error, whether the user interrupted) -> message. An interrupt needs no
 * position. */
static int l_word(lua_State *L) {
  const char *text = luaL_tolstring(L, 1, NULL);
  const char *word = lua_toboolean(L, 2) ? strstr(text, "interrupted") : NULL;
  if (word) lua_pushstring(L, word);
  return 1;
}

/* Stores the coroutine's error as the reason, unless memory is exhausted. */
static void take_failure(lua_State *L, int index, lua_State *co) {
  Run *run = lua_touserdata(L, index);
  running_failed(L, co);
  run->state = interrupted ? STATE_STOPPED : STATE_FAILED;
  lua_pushcfunction(L, l_word);
  lua_xmove(co, L, 1);
  lua_pushboolean(L, interrupted);
  if (lua_pcall(L, 2, 1, 0) == LUA_OK)
    lua_setiuservalue(L, index, RUN_FAILURE);
  else
    lua_pop(L, 1);
}

/* The coroutine is dead, and its values may be collected. */
static void end_job(lua_State *L, int index, lua_State *co, int status) {
  Run *run = lua_touserdata(L, index);
  run->training = NULL;
  job_list_remove(L, index);
  if (status != LUA_OK)
    take_failure(L, index, co);
  else if (run->state != STATE_STOPPED)
    run->state = STATE_DONE;
  lua_pushnil(L);
  lua_setiuservalue(L, index, RUN_THREAD);
}

/* Resumes the job; returns a Lua status code. */
static int resume(lua_State *L, Run *run, lua_State *co, double seconds) {
  Training *t = run->training;
  const int nargs = lua_status(co) == LUA_YIELD ? 0 : lua_gettop(co) - 1;
  const double before = run->seconds, began = clock_seconds();
  int results;
  t->turn.now = true;
  t->turn.until = began + seconds;
  t->turn.pace.next = 0;
  int status = running_resume(L, co, nargs, &results);
  running_ended(L); /* so that L can report an interrupt */
  if (status != LUA_OK) t->turn.now = false; /* otherwise t is garbage */
  if (status != LUA_OK && status != LUA_YIELD) progress_end(&t->progress);
  run->seconds = before + clock_seconds() - began;
  return status;
}

/* A turn does not change the current figure, except that the figure of the last
 * frame becomes current if there was none. */
bool job_turn(lua_State *L, int index, double seconds) {
  Run *run = lua_touserdata(L, index);
  luaL_checkstack(L, 6, NULL);
  const bool drawn = push_current(L) != NULL;
  lua_getiuservalue(L, index, RUN_THREAD);
  lua_State *co = lua_tothread(L, -1);
  int status = resume(L, run, co, seconds);
  if (status != LUA_YIELD) end_job(L, index, co, status);
  if (drawn || status == LUA_YIELD) lua_figure_use(L, lua_gettop(L) - 1);
  lua_pop(L, 2);
  return status != LUA_YIELD;
}

void job_raise(lua_State *L, int index) {
  if (lua_getiuservalue(L, index, RUN_FAILURE) == LUA_TSTRING) lua_error(L);
  const Run *run = lua_touserdata(L, index);
  if (run->state == STATE_FAILED) luaL_error(L, "not enough memory");
  lua_pop(L, 1);
}

static bool has_diverged(const Run *run) {
  return run->state == STATE_DONE && run->outcome.reason == STOP_DIVERGED;
}

/* Raises the error of a job that has just failed; warns if it diverged. */
static void job_tell(lua_State *L, int index) {
  job_raise(L, index);
  if (!has_diverged(lua_touserdata(L, index))) return;
  lua_getiuservalue(L, index, RUN_ADVICE);
  lua_pushfstring(L, "train: %s", lua_tostring(L, -1));
  warn(L, lua_tostring(L, -1));
  lua_pop(L, 2);
}

/* -- start ---------------------------------------------------------------- */

/* Copies the values of the training, the whole stack, to a coroutine. */
static void move_over(lua_State *L, Training *t) {
  const int top = lua_gettop(L);
  luaL_checkstack(L, top + 4, NULL);
  lua_State *co = lua_newthread(L);
  running_own(L);
  if (!lua_checkstack(co, top + LUA_MINSTACK)) fail(L, "not enough memory");
  lua_pushvalue(L, lua_upvalueindex(1));
  lua_pushlightuserdata(L, t);
  lua_pushcclosure(L, l_job, 2);
  for (int i = 1; i <= top; i++) lua_pushvalue(L, i);
  lua_xmove(L, co, top + 1);
  lua_setiuservalue(L, t->run, RUN_THREAD);
  t->L = t->fit.L = co;
}

void job_start(lua_State *L, Training *t) {
  const int index = t->run;
  Run *run = lua_touserdata(L, index);
  if (job_shares_model(L, index))
    fail(L, "the model is already being trained in the background; call "
            "job:wait() or job:stop() first");
  if (t->live.frame) target_ready_for_frames(L);
  t->progress.on = false;
  t->in_job = true;
  move_over(L, t);
  run->training = t;
  run->state = STATE_RUNNING;
  if (job_turn(L, index, 0))
    job_tell(L, index);
  else if (run->state == STATE_RUNNING)
    job_list_add(L, index);
}

/* -- for the prompt ------------------------------------------------------- */

bool job_any_running(lua_State *L) {
  return lua_checkstack(L, 4) && job_count(L);
}

/* (pointer to the failed flag) -> text or nil */
static int l_turn(lua_State *L) {
  bool *failed = lua_touserdata(L, 1);
  push_next_job(L);
  const int index = lua_gettop(L);
  const Run *run = lua_touserdata(L, index);
  if (!run) return 0;
  if (!job_turn(L, index, TURN) && run->state == STATE_RUNNING) return 0;
  job_list_remove(L, index); /* it may have paused itself */
  *failed = run->state == STATE_FAILED || has_diverged(run);
  if (interrupted && run->state == STATE_STOPPED)
    job_news_push_stopped(L, index);
  else
    job_news_push(L, index);
  return 1;
}

/* (pointer to the failed flag) -> one line per job, or nil */
static int l_stop_all(lua_State *L) {
  bool *failed = lua_touserdata(L, 1);
  lua_settop(L, 0);
  while (job_count(L)) {
    push_job(L, 1);
    const int index = lua_gettop(L);
    Run *run = lua_touserdata(L, index);
    run->state = STATE_STOPPED;
    job_turn(L, index, 0);
    job_list_remove(L, index);
    *failed = *failed || run->state == STATE_FAILED;
    if (run->state == STATE_FAILED)
      job_news_push(L, index);
    else
      job_news_push_stopped(L, index);
    lua_replace(L, index);
    lua_settop(L, index);
    if (index == 1) continue;
    lua_pushfstring(L, "%s\n%s", lua_tostring(L, 1), lua_tostring(L, 2));
    lua_replace(L, 1);
    lua_settop(L, 1);
  }
  return lua_gettop(L);
}

static void serve(lua_State *L, lua_CFunction fn, bool *failed) {
  *failed = false;
  lua_pushcfunction(L, fn);
  lua_pushlightuserdata(L, failed);
  *failed = lua_pcall(L, 1, 1, 0) != LUA_OK || *failed;
}

void job_turn_all(lua_State *L, bool *failed) { serve(L, l_turn, failed); }

void job_stop_all(lua_State *L, bool *failed) { serve(L, l_stop_all, failed); }

/* -- waiting -------------------------------------------------------------- */

bool job_wait(lua_State *L, int index) {
  const Run *run = lua_touserdata(L, index);
  const bool news = run->state == STATE_RUNNING;
  while (run->state == STATE_RUNNING) {
    const bool held = interrupt_hold(true);
    const bool over = job_turn(L, index, TURN);
    interrupt_hold(held);
    if (!over && stop_asked(&interrupted)) return false;
  }
  if (news)
    job_tell(L, index);
  else
    job_raise(L, index);
  return true;
}

int job_finish_all(lua_State *L) {
  while (job_count(L)) {
    push_job(L, 1);
    const int index = lua_gettop(L);
    const Run *run = lua_touserdata(L, index);
    if (!job_wait(L, index))
      return luaL_error(L, "interrupted after %I iterations of training",
                        (LUAI_UACINT)run->outcome.iterations);
    job_list_remove(L, index); /* it may have paused itself */
    lua_pop(L, 1);
  }
  return 0;
}
