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
  CHILD_DONE,        /* code and numbers were received */
  CHILD_INTERRUPTED, /* Ctrl-C, detected within 50 ms */
  CHILD_REFUSED,     /* the child could not be started; see errno */
  CHILD_LOST         /* the child ended early */
} ChildResult;

/* Fills `out` and returns a code. It runs on a copy of the parent's memory;
 * changes outside `out` are lost. It must not call Lua. */
typedef int ChildWork(void *context, double *out);

/* Runs work in a child process and copies its code and the n numbers of out
 * back. Both are unspecified unless the result is CHILD_DONE. Does not
 * raise. */
ChildResult child_process_run(int *code, double *out, size_t n, ChildWork *work,
                              void *context);

/* Writes text to the descriptor; returns false on failure. */
typedef bool ChildWriter(void *context, int to);

/* Calls `write` in a child process, which Ctrl-C also interrupts, and stores
 * its output in `text`, at most *n bytes; sets *n to their number.
 * CHILD_REFUSED: see errno; CHILD_LOST: the child failed. */
ChildResult child_process_capture(char *text, size_t *n, ChildWriter *write,
                                  void *context);

#endif
