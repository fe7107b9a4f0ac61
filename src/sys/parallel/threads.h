/* threads.h - threads that compute at the same time as the calling one.
 *
 * There are as many as --threads says, else OMP_NUM_THREADS, else the number of
 * processors that this process may use. They start when they are first needed,
 * with all signals blocked: signals are for the main thread. A child process
 * computes alone, because a fork copies only the thread that called it.
 *
 * OpenMP would do the same, but libgomp ends the program when the system refuses
 * a thread, hangs in child processes, and makes every parallel region wait for
 * all threads: on a busy machine also for one that has not been scheduled and has
 * nothing left to do.
 */
#ifndef SYS_PARALLEL_THREADS_H
#define SYS_PARALLEL_THREADS_H

#include <stddef.h>

enum { THREADS_MOST = 256 };

/* How many threads may compute, with the calling one: from 1 to THREADS_MOST. It
 * is 1 inside of threads_run. */
size_t threads_count(void);

/* Overrides it. */
void threads_set(size_t count);

/* Part of a work: called by several threads at the same time, each with another
 * number below threads_count(), 0 for the calling thread. It must take pieces of
 * work until none is left. */
typedef void ThreadsWork(void *context, size_t thread);

/* Runs the work in at most `most` threads, one of which is the calling one, and
 * returns when no thread is inside of it. How many threads join is left to
 * chance. */
void threads_run(ThreadsWork *work, void *context, size_t most);

#endif
