/* job_news.h - what the prompt tells about background jobs. */
#ifndef LUA_TRAIN_JOB_NEWS_H
#define LUA_TRAIN_JOB_NEWS_H

#include <lua.h>

/* Pushes how the job at `index` ended: "job: 10000 iterations in 3.2 s: all
 * iterations done, cost 0.0123", followed by the advice on a new line. */
void job_news_push(lua_State *L, int index);

/* Pushes what Ctrl-C has done to the job at `index`. */
void job_news_push_stopped(lua_State *L, int index);

/* A lua_CFunction: returns "a job is still running (job, iteration 120 of
 * 1000)", or nil if there is none. */
int job_news_running(lua_State *L);

#endif
