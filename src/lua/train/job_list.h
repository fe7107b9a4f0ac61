/* job_list.h - the running jobs, in the order of their turns. The list keeps
 * them from being collected. */
#ifndef LUA_TRAIN_JOB_LIST_H
#define LUA_TRAIN_JOB_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

/* The number of running jobs. Never raises. */
size_t job_count(lua_State *L);

/* Push the run of the next turn, or the k-th (from 1). */
void push_next_job(lua_State *L);
void push_job(lua_State *L, size_t k);

/* Add or remove the run at `index`. Removing never raises. */
void job_list_add(lua_State *L, int index);
void job_list_remove(lua_State *L, int index);

/* Returns whether another job trains the model of the run at `index`. */
bool job_shares_model(lua_State *L, int index);

#endif
