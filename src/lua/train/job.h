/* job.h - a training in the background: a coroutine that gets its turns while
 * the prompt waits for keys. Its run is the learner's handle on it. */
#ifndef LUA_TRAIN_JOB_H
#define LUA_TRAIN_JOB_H

#include <stdbool.h>

#include <lua.h>

struct Training;

/* Makes a job of the prepared training, whose values it takes over, and lets it
 * look at its start. Raises what fails there. */
void job_start(lua_State *L, struct Training *t);

/* Does one go on by itself? A paused one does not. */
bool job_any_running(lua_State *L);

/* Gives the next one a turn of a few milliseconds, an iteration at least.
 * Pushes what a person should know when it ended (a text), else nil; *failed
 * tells that it is no good news. Never raises. */
void job_turn_all(lua_State *L, bool *failed);

/* Gives the job at `index` a turn of so many seconds; true: it was the last. */
bool job_turn(lua_State *L, int index, double seconds);

/* Gives it turns until it is done, paused or stopped; false: Ctrl-C came.
 * Raises why it failed. */
bool job_wait(lua_State *L, int index);

/* Raises why the job failed, if it did. */
void job_raise(lua_State *L, int index);

/* A lua_CFunction: does what is left of those that run. Raises what fails, and
 * "interrupted". */
int job_finish_all(lua_State *L);

#endif
