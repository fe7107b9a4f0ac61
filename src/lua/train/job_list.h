/* job_list.h - the jobs that run, in the order of their turns. The list keeps
 * them alive: nobody else need hold them. */
#ifndef LUA_TRAIN_JOB_LIST_H
#define LUA_TRAIN_JOB_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

/* How many there are. Never raises. */
size_t job_count(lua_State *L);

/* Push the run whose turn is next, or the k-th (from 1). */
void push_next_job(lua_State *L);
void push_job(lua_State *L, size_t k);

/* Enters the run at `index`; takes it out, which never raises. */
void job_list_add(lua_State *L, int index);
void job_list_remove(lua_State *L, int index);

/* Is another run of that one's model among them? */
bool job_shares_model(lua_State *L, int index);

#endif
