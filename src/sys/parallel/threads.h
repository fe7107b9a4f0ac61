/* threads.h - how many threads compute at the same time.
 *
 * The number is that of --threads, else that of OMP_NUM_THREADS, else the number
 * of processors that this process may use. It is 1 inside of a thread that
 * computes already, and in child processes: a fork copies only the thread that
 * called it.
 */
#ifndef SYS_PARALLEL_THREADS_H
#define SYS_PARALLEL_THREADS_H

#include <stddef.h>

enum { THREADS_MOST = 256 };

/* Between 1 and THREADS_MOST. */
size_t threads_count(void);

/* Overrides it. */
void threads_set(size_t count);

/* Starts the threads if that has not been done, with all signals blocked in
 * them, and returns how many there are, this one included: 1 if the system
 * refuses to start the others. */
size_t threads_start(void);

/* The number of the calling thread among those that compute, from 0. */
size_t threads_own_number(void);

#endif
