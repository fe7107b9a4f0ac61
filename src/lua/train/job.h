/* job.h - background training: a coroutine that is resumed while the prompt
 * waits for input. The user controls it through its run. */
#ifndef LUA_TRAIN_JOB_H
#define LUA_TRAIN_JOB_H

#include <stdbool.h>

#include <lua.h>

struct Training;

/* Turns the prepared training into a job, which takes over its values, and
 * gives it a first turn. Raises the errors of that turn. */
void job_start(lua_State *L, struct Training *t);

/* Returns whether a job is running; paused jobs do not count. */
bool job_any_running(lua_State *L);

/* Gives the next job a turn of a few milliseconds, at least one iteration.
 * Pushes a message if the job ended, else nil; *failed is true if it failed or
 * diverged. Never raises. */
void job_turn_all(lua_State *L, bool *failed);

/* Stops all running jobs; their models keep their weights. Pushes a message
 * with a line for each, or nil if none was running; *failed is true if one
 * failed. Never raises. */
void job_stop_all(lua_State *L, bool *failed);

/* Gives the job at `index` a turn of so many seconds; returns whether the job
 * has ended. */
bool job_turn(lua_State *L, int index, double seconds);

/* Gives it turns until it is done, paused or stopped; returns false after
 * Ctrl-C. Raises the job's error if it failed. */
bool job_wait(lua_State *L, int index);

/* Raises the error of a failed job. */
void job_raise(lua_State *L, int index);

/* A lua_CFunction: runs all jobs to the end. Raises their errors, and
 * "interrupted". */
int job_finish_all(lua_State *L);

#endif
