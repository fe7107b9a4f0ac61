/* execute.h - runs cells. */
#ifndef KERNEL_EXECUTE_H
#define KERNEL_EXECUTE_H

#include <stdbool.h>

#include <lua.h>

#include "kernel/message.h"

/* Call once, before the first request. */
void execute_open(lua_State *L);

/* Runs the code of an execute_request. Returns false if it failed and the
 * requests that were sent meanwhile are not to be run. Never raises. */
bool execute_run(lua_State *L, const Request *request);
/* Then answers the request. */
void execute_answer(lua_State *L, const Request *request);
/* Answers an execute_request that is not run, because an earlier one failed. */
void execute_skip(const Request *request);

/* A lua_CFunction: the list of the cells that were run, as texts. */
int execute_entries(lua_State *L);
/* Pushes the list of their numbers and the list of their texts. */
void execute_push_entries(lua_State *L);

#endif
