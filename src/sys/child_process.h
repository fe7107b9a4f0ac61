/* child_process.h - runs a library call in a child process.
 *
 * LAPACK and LIBLINEAR cannot be interrupted, and LIBLINEAR does not check its
 * allocations. A child process can be killed at any moment and leaks nothing.
 */
#ifndef SYS_CHILD_PROCESS_H
#define SYS_CHILD_PROCESS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum ChildResult {
  CHILD_DONE,        /* code and numbers have arrived */
  CHILD_INTERRUPTED, /* Ctrl-C, seen within 50 ms */
  CHILD_LOST         /* it could not be started, or ended early */
} ChildResult;

/* Fills out and returns a code of its own. It sees a copy of the parent's
 * memory; what it writes elsewhere is lost. It must not call Lua. */
typedef int ChildWork(void *context, double *out);

/* Runs work in a child process and copies its code and the n numbers of out
 * back. Both are unspecified unless the result is CHILD_DONE. Raises nothing. */
ChildResult child_process_run(int *code, double *out, size_t n, ChildWork *work,
                              void *context);

/* Writes a text to the descriptor; false when it failed. */
typedef bool ChildWriter(void *context, int to);

/* Calls write in a child process, which Ctrl-C reaches too, and stores what it
 * writes: at most *n bytes, which becomes their number. False when it failed;
 * then errno is set if the pipe could not be made, else unchanged. */
bool child_process_capture(char *text, size_t *n, ChildWriter *write,
                           void *context);

#endif
