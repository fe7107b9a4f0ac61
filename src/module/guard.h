/* guard.h - what the host's Lua does differently from the program's, where it
 * matters: finalizers run at any time, and pcall catches interrupts. */
#ifndef MODULE_GUARD_H
#define MODULE_GUARD_H

#include <lua.h>

/* The registry_guard of a library: raises an error if a finalizer that
 * interrupts a primitive calls another one. */
void guard_primitive(lua_State *L);

/* Pushes the pcall for modules of the library: an interrupt passes through. */
void guard_push_pcall(lua_State *L);

#endif
