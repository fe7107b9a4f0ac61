/* run_parts.c - saving and restoring runs in a workspace: see parts.h. */
#include "lua/train/run_parts.h"

#include <stdint.h>
#include <string.h>

#include <lauxlib.h>

#include "core/linalg/vec.h"
#include "core/model/glm_types.h"
#include "core/optim/descent.h"
#include "lua/base/modules.h"
#include "lua/array/parts.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/base/set_field.h"
#include "lua/model/model.h"
#include "lua/model/model_new.h"
#include "lua/train/run.h"

static const char *const states[] = {
  [STATE_DONE] = "done",     [STATE_RUNNING] = "running",
  [STATE_PAUSED] = "paused", [STATE_STOPPED] = "stopped",
  [STATE_FAILED] = "failed", NULL};
static const char *const reasons[] = {[STOP_ITERATIONS] = "iterations",
                                      [STOP_CONVERGED] = "converged",
                                      [STOP_PRECISION] = "precision",
                                      [STOP_STUCK] = "stuck",
                                      [STOP_CALLBACK] = "callback",
                                      [STOP_DIVERGED] = "diverged",
                                      NULL};

/* The user values that are parts as they are. */
static const struct {
  const char *key;
  int value;
} values[] = {{"start", RUN_START},
              {"model", RUN_MODEL},
              {"X", RUN_X},
              {"y", RUN_Y},
              {"options", RUN_OPTIONS},
              {"advice", RUN_ADVICE},
              {"failure", RUN_FAILURE},
              {NULL, 0}};

/* -- saving --------------------------------------------------------------- */

/* Only the used part of a block. */
static void set_block(lua_State *L, const char *key, int value, double *d,
                      size_t n) {
  if (!n) return;
  lua_getiuservalue(L, 1, value);
  push_vec_view(L, -1, vec_of(d, n));
  lua_setfield(L, -3, key);
  lua_pop(L, 1);
}

static int l_save(lua_State *L) {
  const Run *run = check_run(L, 1);
  if (run->state == STATE_RUNNING || run->state == STATE_PAUSED) {
    lua_pushnil(L);
    lua_pushfstring(L, "%s job", states[run->state]);
    return 2;
  }
  lua_settop(L, 1);
  lua_newtable(L);
  set_text(L, "state", states[run->state]);
  set_text(L, "reason", reasons[run->outcome.reason]);
  set_count(L, "iterations", run->outcome.iterations);
  set_count(L, "growing", run->outcome.growing);
  set_count(L, "size", run->size);
  set_count(L, "count", run->count);
  set_count(L, "every", run->every);
  set_count(L, "before", run->before);
  set_number(L, "started", run->first_cost);
  set_number(L, "first_cost", run->outcome.first_cost);
  set_number(L, "final_cost", run->outcome.cost);
  set_number(L, "seconds", run->seconds);
  set_number(L, "alpha", run->alpha);
  set_number(L, "momentum", run->momentum);
  set_block(L, "costs", RUN_COSTS, run->costs, run->count);
  set_block(L, "thetas", RUN_THETAS, run->thetas, run->count * run->size);
  for (int i = 0; values[i].key; i++) {
    lua_getiuservalue(L, 1, values[i].value);
    lua_setfield(L, 2, values[i].key);
  }
  return 1;
}

/* -- restoring ------------------------------------------------------------ */

enum { RUN = 1, PARTS };

static void read_numbers(const Parts *p, Run *run) {
  const size_t most = SIZE_MAX / 64;
  const int state = parts_word(p, "state", states);
  const int reason = parts_word(p, "reason", reasons);
  if (state < 0 || reason < 0 || state == STATE_RUNNING ||
      state == STATE_PAUSED)
    luaL_error(p->L, "run: state or reason is missing");
  run->state = (RunState)state;
  run->outcome.reason = (StopReason)reason;
  run->outcome.iterations = parts_count(p, "iterations", most);
  run->outcome.growing = parts_count(p, "growing", most);
  run->size = parts_count(p, "size", most);
  run->count = parts_count(p, "count", most);
  run->every = parts_count(p, "every", most);
  run->before = parts_count(p, "before", most);
  run->first_cost = parts_number(p, "started");
  run->outcome.first_cost = parts_number(p, "first_cost");
  run->outcome.cost = parts_number(p, "final_cost");
  run->seconds = parts_number(p, "seconds");
  run->alpha = parts_number(p, "alpha");
  run->momentum = parts_number(p, "momentum");
  if (!run->every || !run->size ||
      run->outcome.iterations / run->every > run->count ||
      run->count > most / run->size)
    luaL_error(p->L, "run: iterations are missing");
}

static double *read_block(const Parts *p, const char *key, int value,
                          size_t n) {
  if (!n) return NULL;
  double *d = parts_push_numbers(p, key, n);
  if (!d) parts_fail(p, key, "vector");
  lua_setiuservalue(p->L, RUN, value);
  return d;
}

/* The model at the start is private to the run, so it is copied. */
static void read_models(const Parts *p, const Run *run) {
  lua_State *L = p->L;
  parts_push(p, "start");
  const LuaModel *start = luaL_testudata(L, -1, TYPE_MODEL);
  if (!start || !start->theta || model_size(&start->core) != run->size)
    parts_fail(p, "start", "model");
  push_model_copy(L, -1);
  lua_setiuservalue(L, RUN, RUN_START);
  parts_push(p, "model");
  if (!luaL_testudata(L, -1, TYPE_MODEL)) parts_fail(p, "model", "model");
  lua_setiuservalue(L, RUN, RUN_MODEL);
}

static void read_values(const Parts *p) {
  lua_State *L = p->L;
  for (int i = 2; values[i].key; i++) {
    const int type = parts_push(p, values[i].key);
    const int value = values[i].value;
    if (value == RUN_OPTIONS && type != LUA_TNIL && type != LUA_TTABLE)
      parts_fail(p, values[i].key, "table");
    if (value == RUN_ADVICE && type != LUA_TNIL && type != LUA_TSTRING)
      parts_fail(p, values[i].key, "string");
    lua_setiuservalue(L, RUN, value);
  }
}

static int l_load(lua_State *L) {
  if (lua_isnoneornil(L, RUN)) {
    Run *run = lua_newuserdatauv(L, sizeof *run, RUN_THREAD);
    memset(run, 0, sizeof *run);
    luaL_setmetatable(L, TYPE_RUN);
    return 1;
  }
  Run *run = check_run(L, RUN);
  luaL_checktype(L, PARTS, LUA_TTABLE);
  lua_settop(L, PARTS);
  const Parts p = {L, PARTS, TYPE_RUN};
  Run filled = *run;
  read_numbers(&p, &filled);
  filled.costs = read_block(&p, "costs", RUN_COSTS, filled.count);
  filled.thetas =
    read_block(&p, "thetas", RUN_THETAS, filled.count * filled.size);
  filled.room = filled.count;
  read_models(&p, &filled);
  read_values(&p);
  *run = filled;
  return 0;
}

static const Meta metas[] = {
  {"__save", l_save, NULL}, {"__load", l_load, NULL}, {NULL, NULL, NULL}};

void open_run_parts(lua_State *L) { registry_metamethods(L, TYPE_RUN, metas); }
