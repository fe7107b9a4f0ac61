/* child_process.h - work of other people's libraries, in a process of its own.
 *
 * LAPACK and LIBLINEAR know no Ctrl-C, LIBLINEAR allocates without asking
 * whether it got something. In a child process they may be killed at any
 * moment and leave nothing behind.
 */
#ifndef SYS_CHILD_PROCESS_H
#define SYS_CHILD_PROCESS_H

#include <stddef.h>

#include "core/status.h"

/* Fills out (as many numbers as child_process_run was told). It sees all memory as it
 * was, but what it writes elsewhere is lost. No Lua. */
typedef Status ChildWork(void *context, double *out);

/* Calls work in a child process and brings back its status and n numbers; out
 * has room for them. STATUS_STOPPED after Ctrl-C, within 50 ms;
 * STATUS_MEMORY when there is no process to be had, or it ended before its
 * time. Raises nothing. */
Status child_process_run(double *out, size_t n, ChildWork *work, void *context);

#endif
