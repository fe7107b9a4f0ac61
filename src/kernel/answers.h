/* answers.h - what a front end asks while the user types: completion, help, is
 * the entry complete, history. */
#ifndef KERNEL_ANSWERS_H
#define KERNEL_ANSWERS_H

#include <stdbool.h>

#include <lua.h>

#include "kernel/message.h"

/* Answers the request; returns false if it is another one. Never raises. */
bool answers_give(lua_State *L, const Request *request);

#endif
