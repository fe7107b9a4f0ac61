/* running.h - tracks the running Lua state, so that Ctrl-C can interrupt it.
 *
 * A hook belongs to one state, and every coroutine is a separate state, so
 * coroutine.c records each switch. Only the signal handler sets the hook: a
 * program that is not interrupted pays nothing. The hook raises an error once,
 * and only in user code, between running_begin and running_end. If the program
 * catches the error, the hook is set again, so that a pcall in a loop cannot
 * swallow the interrupt. Code that closes files during unwinding has a tenth of
 * a second (sys/interrupt.h).
 */
#ifndef LUA_STANDARD_RUNNING_H
#define LUA_STANDARD_RUNNING_H

#include <stdbool.h>

#include <lua.h>

/* For the signal handler: raises "interrupted" at the next instruction of the
 * running state. Does nothing before open_coroutine. */
void running_interrupt(void);

/* For the signal handler, while a press is deferred: raises "interrupted" if
 * the running Lua code goes on for long. */
void running_deferred(void);

/* User code starts in L. A pending Ctrl-C stops it at once unless `held`, which
 * is for background work. Does not nest. */
void running_begin(lua_State *L, bool held);
/* User code has ended: from now on Ctrl-C interrupts no Lua code. */
void running_end(lua_State *L);

/* Call after catching an error: an interrupt is raised again. */
void running_caught(lua_State *L);

/* Call when the prompt returns: restores the terminal and re-enables suppressed
 * warnings. */
void running_rest(lua_State *L);

/* Calls lua_resume on `co` from L and records which state runs. */
int running_resume(lua_State *L, lua_State *co, int nargs, int *nresults);

/* Marks the coroutine at the top of the stack as internal: the user, who can
 * get it from coroutine.running, can neither resume nor close it. */
void running_own(lua_State *L);

/* An interrupt has ended a coroutine: removes L's hook, so that L can report
 * it. */
void running_ended(lua_State *L);

/* Calls `hook` for the events in `mask` in every state that runs from now on,
 * until it is NULL; an interrupt takes precedence. A state that is suspended
 * meanwhile keeps an old hook, which must then remove itself. */
void running_watch(lua_State *L, lua_Hook hook, int mask);

/* Sets the function that running_failed calls. */
void running_on_failure(void (*observer)(lua_State *L, lua_State *co));
/* Call when `co` has ended with an error, at its top, that will be raised or
 * reported in L, while its stack is intact. Does nothing if a pcall of the user
 * will catch the error. */
void running_failed(lua_State *L, lua_State *co);

/* Sets the message handler, which may run while an interrupt propagates;
 * otherwise the error message would be lost. */
void running_spare(lua_CFunction handler);

#endif
