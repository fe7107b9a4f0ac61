/* process_watch.h - when one process of an mpirun ends too early, all end, at once
 * and with one message.
 *
 * A thread waits for the end of the other processes of this machine and of
 * mpirun. mpirun itself ends the processes that are left, on all machines, but only
 * after a second.
 */
#ifndef SYS_PARALLEL_PROCESS_WATCH_H
#define SYS_PARALLEL_PROCESS_WATCH_H

#include <stdbool.h>

#include "sys/parallel/process_link.h"

/* From now on this process ends with the others. `errors` is the descriptor for
 * the message. Without pidfd_open (Linux 5.3), mpirun ends it. */
void process_watch_start(const ProcessLink *link, int errors);

/* The others have come to the end of the script and may leave. */
void process_watch_stop(void);

/* May this process say why all end? True once on each machine, for the first
 * that asks. */
bool process_watch_claim(void);

#endif
