/* child_process.h - work of other people's libraries, in a process of its own.
 *
 * LAPACK and LIBLINEAR know no Ctrl-C, LIBLINEAR allocates without asking
 * whether it got something. In a child process they may be killed at any
 * moment and leave nothing behind.
 */
#ifndef SYS_CHILD_PROCESS_H
#define SYS_CHILD_PROCESS_H

#include <stdbool.h>
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

/* Writes a text to the descriptor; false when it failed. */
typedef bool ChildWriter(void *context, int to);

/* Calls write in a child process, which Ctrl-C reaches too, and stores what it
 * writes: at most *n bytes, which becomes their number. False when it failed;
 * then errno is set if the pipe could not be made, else unchanged. */
bool child_process_capture(char *text, size_t *n, ChildWriter *write,
                           void *context);

#endif
