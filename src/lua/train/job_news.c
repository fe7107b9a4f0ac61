#include "lua/train/job_news.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <lauxlib.h>

#include "lua/train/job_list.h"
#include "lua/train/run_parts.h"
#include "lua/train/training_loop.h"

/* Pushes the name of a global that holds the value at `index`. */
static void push_name(lua_State *L, int index) {
  lua_pushglobaltable(L);
  for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING || !lua_rawequal(L, -1, index)) continue;
    const char *name = lua_tostring(L, -2);
    if (!strcmp(name, "_") || !strcmp(name, "ans")) continue;
    lua_pushstring(L, name);
    lua_replace(L, -4);
    lua_pop(L, 2);
    return;
  }
  lua_pushliteral(L, "train");
  lua_replace(L, -2);
}

void job_news_push(lua_State *L, int index) {
  const Run *run = lua_touserdata(L, index);
  const bool failed = lua_getiuservalue(L, index, RUN_FAILURE) == LUA_TSTRING;
  char head[80], cost[40];
  const size_t k = run->outcome.iterations;
  snprintf(head, sizeof head, "%zu iteration%s in %.3g s", k, k == 1 ? "" : "s",
           run->seconds);
  snprintf(cost, sizeof cost, ", cost %.6g", run->outcome.cost);
  push_name(L, index);
  lua_pushfstring(L, "%s: %s: %s%s", lua_tostring(L, -1), head,
                  run_reason(L, index), failed ? "" : cost);
  if (lua_getiuservalue(L, index, RUN_ADVICE) != LUA_TSTRING) {
    lua_pop(L, 1);
    return;
  }
  lua_pushfstring(L, "%s\n%s", lua_tostring(L, -2), lua_tostring(L, -1));
}

void job_news_push_stopped(lua_State *L, int index) {
  const Run *run = lua_touserdata(L, index);
  char text[160];
  const size_t k = run->outcome.iterations;
  push_name(L, index);
  snprintf(text, sizeof text,
           "%zu iteration%s, cost %.6g; train continues from its weights", k,
           k == 1 ? "" : "s", run->outcome.cost);
  lua_pushfstring(L, "%s: stopped by Ctrl-C after %s", lua_tostring(L, -1),
                  text);
  lua_remove(L, -2);
}

/* Pushes "job, iteration 120 of 1000". */
static void push_progress(lua_State *L, int index) {
  const Run *run = lua_touserdata(L, index);
  push_name(L, index);
  lua_pushfstring(L, "%s, iteration %I of %I", lua_tostring(L, -1),
                  (LUAI_UACINT)run->outcome.iterations,
                  (LUAI_UACINT)run->training->plan.descent.iterations);
  lua_remove(L, -2);
}

int job_news_running(lua_State *L) {
  const size_t n = job_count(L);
  if (!n) return 0;
  luaL_Buffer b;
  luaL_buffinit(L, &b);
  for (size_t k = 1; k <= n; k++) {
    if (k > 1) luaL_addstring(&b, "; ");
    push_job(L, k);
    push_progress(L, lua_gettop(L));
    lua_remove(L, -2);
    luaL_addvalue(&b);
  }
  luaL_pushresult(&b);
  if (n == 1)
    lua_pushfstring(L, "a job is still running (%s)", lua_tostring(L, -1));
  else
    lua_pushfstring(L, "%I jobs are still running (%s)", (LUAI_UACINT)n,
                    lua_tostring(L, -1));
  return 1;
}
