/* run_record.c - recording a training, iteration by iteration. */
#include <math.h>
#include <string.h>

#include <lauxlib.h>

#include "core/linalg/vec.h"
#include "core/model/glm.h"
#include "core/optim/descent.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/model/model.h"
#include "lua/model/model_new.h"
#include "lua/train/run.h"
#include "lua/train/run_parts.h"

/* About 128 MB of history: beyond it every second entry is dropped. */
enum { MOST_NUMBERS = 1 << 24, FIRST_ENTRIES = 64 };

void push_run(lua_State *L, int model, int data) {
  LuaModel *m = lua_touserdata(L, model);
  Run *run = lua_newuserdatauv(L, sizeof *run, RUN_THREAD);
  memset(run, 0, sizeof *run);
  run->size = model_size(&m->core);
  run->every = 1;
  run->alpha = run->momentum = NAN;
  luaL_setmetatable(L, TYPE_RUN);
  push_model_copy(L, model);
  lua_setiuservalue(L, -2, RUN_START);
  lua_pushvalue(L, model);
  lua_setiuservalue(L, -2, RUN_MODEL);
  for (int i = 0; i < 3; i++) {
    lua_pushvalue(L, data + i);
    lua_setiuservalue(L, -2, RUN_X + i);
  }
}

void push_run_data(lua_State *L, int index) {
  index = lua_absindex(L, index);
  for (int i = 0; i < 3; i++) lua_getiuservalue(L, index, RUN_X + i);
}

size_t run_iterations(lua_State *L, int index) {
  return ((Run *)lua_touserdata(L, index))->outcome.iterations;
}

/* Moves the entries to new blocks. */
static void move(lua_State *L, int index, Run *run, size_t room) {
  Vec costs = push_vec(L, room);
  Vec thetas = push_vec(L, room * run->size);
  if (run->count) {
    memcpy(costs.d, run->costs, run->count * sizeof *costs.d);
    memcpy(thetas.d, run->thetas, run->count * run->size * sizeof *thetas.d);
  }
  lua_setiuservalue(L, index, RUN_THETAS);
  lua_setiuservalue(L, index, RUN_COSTS);
  run->costs = costs.d;
  run->thetas = thetas.d;
  run->room = room;
}

static void put(Run *run, size_t entry, double cost, const double *theta) {
  run->costs[entry] = cost;
  memmove(run->thetas + entry * run->size, theta, run->size * sizeof *theta);
}

/* Keeps entries 2, 4, 6 ...: the iterations divisible by 2 * every. */
static void thin(Run *run) {
  for (size_t i = 1; i < run->count; i += 2)
    put(run, i / 2, run->costs[i], run->thetas + i * run->size);
  run->count /= 2;
  run->every *= 2;
}

static void make_room(lua_State *L, int index, Run *run) {
  if (run->count < run->room) return;
  if (!run->room || 2 * run->room * (run->size + 1) <= MOST_NUMBERS) {
    move(L, index, run, run->room ? 2 * run->room : FIRST_ENTRIES);
    return;
  }
  /* The user may hold a view of a running job's cost, which must not change. */
  if (run->training) move(L, index, run, run->room);
  thin(run);
}

void run_record(lua_State *L, int index, const Step *step) {
  Run *run = lua_touserdata(L, index);
  const size_t k = run->before + step->iteration;
  if (k % run->every) return;
  make_room(L, index, run);
  if (k % run->every) return; /* thinned just now */
  put(run, run->count++, step->cost, step->theta);
}

void run_note(lua_State *L, int index, const Step *step) {
  Run *run = lua_touserdata(L, index);
  run->outcome.iterations = run->before + step->iteration;
  run->outcome.cost = step->cost;
  if (!step->iteration)
    run->outcome.first_cost = run->before ? run->first_cost : step->cost;
}

void run_set_rates(lua_State *L, int index, const Descent *how) {
  Run *run = lua_touserdata(L, index);
  const Method m = how->method;
  if (m != METHOD_LBFGS && m != METHOD_NEWTON) run->alpha = how->alpha;
  if (m == METHOD_MOMENTUM) run->momentum = how->momentum;
}

void run_put_rates(lua_State *L, int index, int options) {
  const Run *run = lua_touserdata(L, index);
  const double rates[] = {run->alpha, run->momentum};
  static const char *const keys[] = {"alpha", "momentum"};
  for (int i = 0; i < 2; i++) {
    if (isnan(rates[i])) continue;
    lua_pushnumber(L, rates[i]);
    lua_setfield(L, options, keys[i]);
  }
}

void run_continue(lua_State *L, int to, int from, size_t k) {
  Run *run = lua_touserdata(L, to), *old = lua_touserdata(L, from);
  run->every = old->every;
  for (size_t e = 0; e < old->count && (e + 1) * old->every <= k; e++) {
    const Step step = {(e + 1) * old->every, old->costs[e],
                       old->thetas + e * old->size, NULL};
    run_record(L, to, &step);
  }
  run->before = k;
  run->first_cost = old->outcome.first_cost;
  lua_getiuservalue(L, from, RUN_START);
  lua_setiuservalue(L, to, RUN_START);
}

void run_finish(lua_State *L, int index, const Outcome *outcome,
                double seconds) {
  Run *run = lua_touserdata(L, index);
  run->outcome = *outcome;
  run->outcome.iterations += run->before;
  if (run->before) run->outcome.first_cost = run->first_cost;
  run->seconds = seconds;
  /* The last cost may have been recomputed more precisely. */
  if (run->count && run->count * run->every == run->outcome.iterations)
    run->costs[run->count - 1] = outcome->cost;
}
