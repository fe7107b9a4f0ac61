/* jupyter.h - a kernel for Jupyter: `mlrepl --kernel FILE`.
 *
 * The main thread runs Lua and answers on the shell channel. One thread answers
 * on the control channel (control.h) and one publishes what is printed
 * (streams.h). All signals are blocked in both.
 */
#ifndef KERNEL_JUPYTER_H
#define KERNEL_JUPYTER_H

#include <stdbool.h>

#include <lua.h>

/* Serves the front end that wrote the connection file until it ends the kernel.
 * Returns the exit code. `start_file`: run init.lua. */
int jupyter_run(lua_State *L, const char *path, const char *version,
                bool start_file);

#endif
