/* error.h - raising errors from primitives. */
#ifndef LUA_BASE_ERROR_H
#define LUA_BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>

#include <lua.h>

#include "core/status.h"

/* The primitive that runs, for messages. A function of a native module has no
 * entry; it stands for the entry, written in Lua, that called it. May push. */
const struct Prim *error_prim(lua_State *L);
/* Raises "<name of the running primitive>: <message>", preceded by the position
 * in the user's code. The format is that of lua_pushfstring. */
int fail(lua_State *L, const char *format, ...);
/* "dot: b (argument 2): vector or matrix expected, got nil" */
int fail_arg(lua_State *L, int arg, const char *expected);
/* The same, with a formatted message after the name of the argument. */
int fail_arg_because(lua_State *L, int arg, const char *format, ...);
/* Raises unless status is STATUS_OK; `what` names the data ("X", "y"). */
void check_status(lua_State *L, Status status, const char *what);
/* Call before raising an error that reports Ctrl-C in other words than these
 * functions; it calls error_stopping unless that is NULL. */
void error_stops(lua_State *L);
extern void (*error_stopping)(lua_State *L);
/* Raises "interrupted", or the sentence of interrupt_fault. */
int fail_stopped(lua_State *L);
/* Raises the same if Ctrl-C was pressed or a fault is pending. */
void check_interrupt(lua_State *L);
/* The value for "%f" in a message: NaN without its sign. */
double to_printable(double value);
/* Pushes a short description of a value: `string "a"`, `matrix 3x4`, `-1`. */
const char *push_description(lua_State *L, int index);
/* The same for a value that should be a number or consist of numbers, followed
 * by advice if it is text. */
const char *push_wrong_number(lua_State *L, int index);

/* For loops over i = 0, 1, 2 ...: checks for Ctrl-C every 65536 iterations. */
static inline void check_interrupt_at(lua_State *L, size_t i) {
  if (i % 65536 == 0) check_interrupt(L);
}

#endif
