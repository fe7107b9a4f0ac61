/* host_signal.h - Ctrl-C in a program that has loaded this one as a library.
 *
 * SIGINT belongs to the host. Its handler, such as that of lua5.4, sets a hook
 * that stops Lua code, but no loop in C. So ours is put in front of it: it sets
 * the flag that our loops poll and then calls the host's. A host without a
 * handler is left alone.
 */
#ifndef MODULE_HOST_SIGNAL_H
#define MODULE_HOST_SIGNAL_H

#include <stdbool.h>

#include <lua.h>

/* Call before a primitive runs: follows the host, which may have set another
 * handler, and clears an interrupt that the host has dealt with. */
void host_signal_follow(lua_State *L);

/* Call before raising an error that reports the interrupt: the host's hook,
 * which would raise another one, is removed. */
void host_signal_stop(lua_State *L);

/* The state is being closed: the host's handler is put back. */
void host_signal_leave(lua_State *L);

#endif
