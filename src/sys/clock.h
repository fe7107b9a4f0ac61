/* clock.h - a clock that never goes backwards. */
#ifndef SYS_CLOCK_H
#define SYS_CLOCK_H

#include <poll.h>

/* Seconds since an arbitrary start. Async-signal-safe. */
double clock_seconds(void);

/* CPU time of this thread, in seconds since an arbitrary start. */
double clock_thread_seconds(void);

/* Time spent waiting for the user, who reads a page or types a line: adds the
 * time since then, and returns the sum, which is no part of the time that code
 * takes. */
void clock_add_wait(double since);
double clock_waits(void);

/* Like poll, for what the user does: keys, clicks. The time is added, too. */
int clock_poll(struct pollfd *fds, nfds_t n, int milliseconds);

#endif
