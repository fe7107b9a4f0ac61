/* fence.h - takes from Lua what an untrusted script must not have.
 *
 * What is not there cannot be called: no programs, no C modules, no debug
 * library, no environment variables; and every function of Lua that opens a
 * file asks the gate (sys/file_gate.h). The kernel's fence (sys/sandbox.h)
 * stands behind this one.
 */
#ifndef LUA_STANDARD_FENCE_H
#define LUA_STANDARD_FENCE_H

#include <lua.h>

/* Call after all modules are open and before the script; it cannot be undone.
 * Temporary files go to the folder `temporary`. */
void fence_close(lua_State *L, const char *temporary);

#endif
