/* running.h - which Lua state runs, so that Ctrl-C can reach it.
 *
 * A hook belongs to one state, and every coroutine is a state of its own:
 * coroutine.c notes each change. The hook is set by the signal alone, so a
 * program that is not interrupted pays nothing. It raises once, and only in
 * code that a person runs, between running_begin and running_end; where the
 * program catches that error, the hook is set anew, so that no pcall in a loop
 * swallows the interrupt, while what closes files on the way up is let be.
 */
#ifndef LUA_STANDARD_RUNNING_H
#define LUA_STANDARD_RUNNING_H

#include <stdbool.h>

#include <lua.h>

/* For the signal handler: stops the state that runs at its next instruction
 * with the error "interrupted". Does nothing before open_coroutine. */
void running_interrupt(void);

/* A person's code runs in L from here on. A press that was kept stops it at once,
 * unless it is to be held: work behind the person's back. Not nested. */
void running_begin(lua_State *L, bool held);
/* It has ended: whatever comes now, no Lua is interrupted. */
void running_end(lua_State *L);

/* Lua has caught an error: if it was the interrupt, it is raised again. */
void running_caught(lua_State *L);

/* Control is back with a person: single keys and warnings are as at first. */
void running_rest(lua_State *L);

/* lua_resume of `co` from L, which runs again when it is back. */
int running_resume(lua_State *L, lua_State *co, int nargs, int *nresults);

/* The coroutine at the top of the stack is the program's: a learner, who can
 * have it by coroutine.running, can neither resume nor close it. */
void running_own(lua_State *L);

/* An interrupt has ended a coroutine, and L may say so: its hook is off. */
void running_ended(lua_State *L);

/* Names the message handler that may run while an interrupt is on its way up:
 * without it, a sentence about what was interrupted would be lost. */
void running_spare(lua_CFunction handler);

#endif
