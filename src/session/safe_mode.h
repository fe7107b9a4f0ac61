/* safe_mode.h - runs scripts that are not trusted behind two fences, of the
 * language (lua/standard/fence.h) and of the kernel (sys/sandbox.h). */
#ifndef SESSION_SAFE_MODE_H
#define SESSION_SAFE_MODE_H

#include <stdbool.h>

#include <lua.h>

#include "sys/sandbox.h"

/* Call before the Lua state is created: from here on the program is a child
 * process with a temporary folder, and the parent waits (sys/supervisor.h). The
 * script, NULL for code without a file, may use files in its own folder.
 * Returns false after printing why that failed. */
bool safe_mode_start(const char *script, bool must_finish);

/* Closes both fences; call before any code of the script. Prints what the
 * kernel cannot do. */
void safe_mode_close(lua_State *L, const SandboxLimits *limits,
                     const char *script);

#endif
