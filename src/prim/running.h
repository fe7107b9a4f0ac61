/* running.h - which Lua state runs, so that Ctrl-C can reach it.
 *
 * A hook belongs to one state, and every coroutine is a state of its own:
 * coroutine.c notes each change. The hook is set by the signal alone, so a
 * program that is not interrupted pays nothing; it stays set while control is
 * with the program, so that no pcall in a loop swallows the interrupt.
 */
#ifndef PRIM_RUNNING_H
#define PRIM_RUNNING_H

#include <lua.h>

/* For the signal handler: stops the state that runs at its next instruction
 * with the error "interrupted". Does nothing before open_coroutine. */
void running_interrupt(void);

/* Control is back with a person: the flag is cleared, the hook taken off. */
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
