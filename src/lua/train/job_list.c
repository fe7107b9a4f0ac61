#include "lua/train/job_list.h"

#include "lua/train/run_parts.h"

/* Its address is the registry key of Jobs, whose user value 1 is the list. */
static const char list_key = 0;

typedef struct Jobs {
  size_t count, next; /* next: the job of the latest turn, from 1 */
} Jobs;

/* Returns NULL and pushes nil before the first job. */
static Jobs *push_if_made(lua_State *L) {
  lua_rawgetp(L, LUA_REGISTRYINDEX, &list_key);
  return lua_touserdata(L, -1);
}

static Jobs *push_jobs(lua_State *L) {
  Jobs *jobs = push_if_made(L);
  if (jobs) return jobs;
  lua_pop(L, 1);
  jobs = lua_newuserdatauv(L, sizeof *jobs, 1);
  *jobs = (Jobs){0, 0};
  lua_newtable(L);
  lua_setiuservalue(L, -2, 1);
  lua_pushvalue(L, -1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &list_key);
  return jobs;
}

size_t job_count(lua_State *L) {
  const Jobs *jobs = push_if_made(L);
  lua_pop(L, 1);
  return jobs ? jobs->count : 0;
}

void push_job(lua_State *L, size_t k) {
  push_jobs(L);
  lua_getiuservalue(L, -1, 1);
  lua_rawgeti(L, -1, (lua_Integer)k);
  lua_replace(L, -3);
  lua_pop(L, 1);
}

void push_next_job(lua_State *L) {
  Jobs *jobs = push_jobs(L);
  lua_pop(L, 1);
  if (jobs->count) jobs->next = jobs->next % jobs->count + 1;
  push_job(L, jobs->next);
}

void job_list_add(lua_State *L, int index) {
  Jobs *jobs = push_jobs(L);
  lua_getiuservalue(L, -1, 1);
  lua_pushvalue(L, index);
  lua_rawseti(L, -2, (lua_Integer)jobs->count + 1);
  jobs->count++;
  lua_pop(L, 2);
}

/* The jobs after it move up. */
void job_list_remove(lua_State *L, int index) {
  Jobs *jobs = push_if_made(L);
  if (!jobs) {
    lua_pop(L, 1);
    return;
  }
  lua_getiuservalue(L, -1, 1);
  size_t kept = 0;
  for (size_t k = 1; k <= jobs->count; k++) {
    lua_rawgeti(L, -1, (lua_Integer)k);
    const bool goes = lua_touserdata(L, -1) == lua_touserdata(L, index);
    if (goes)
      lua_pop(L, 1);
    else
      lua_rawseti(L, -2, (lua_Integer)++kept);
    if (goes && jobs->next >= k) jobs->next--;
  }
  for (size_t k = kept + 1; k <= jobs->count; k++) {
    lua_pushnil(L);
    lua_rawseti(L, -2, (lua_Integer)k);
  }
  jobs->count = kept;
  lua_pop(L, 2);
}

static const void *model_of(lua_State *L, int run) {
  lua_getiuservalue(L, run, RUN_MODEL);
  const void *model = lua_touserdata(L, -1);
  lua_pop(L, 1);
  return model;
}

bool job_shares_model(lua_State *L, int index) {
  bool shares = false;
  for (size_t k = 1; k <= job_count(L) && !shares; k++) {
    push_job(L, k);
    shares = model_of(L, lua_gettop(L)) == model_of(L, index) &&
             lua_touserdata(L, -1) != lua_touserdata(L, index);
    lua_pop(L, 1);
  }
  return shares;
}
