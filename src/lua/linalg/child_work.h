/* child_work.h - library calls that cannot be interrupted, in a child process
 * that Ctrl-C can end. */
#ifndef LUA_LINALG_CHILD_WORK_H
#define LUA_LINALG_CHILD_WORK_H

#include <stddef.h>

#include <lua.h>

#include "sys/child_process.h"

/* Runs work, which fills the n numbers of out and returns a StatusCode, in a
 * child process. Returns that code, STATUS_STOPPED after Ctrl-C; raises an error
 * that names the library if the child cannot be started or is lost. */
int child_work_run(lua_State *L, double *out, size_t n, ChildWork *work,
                   void *task, const char *library);
/* The same for LAPACK, but in this process if it takes so few operations that
 * nobody waits; raises an error unless the code is STATUS_OK. */
void child_work_lapack(lua_State *L, double *out, size_t n, ChildWork *work,
                       void *task, double operations);

#endif
