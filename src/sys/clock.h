/* clock.h - a clock that never goes backwards. */
#ifndef SYS_CLOCK_H
#define SYS_CLOCK_H

/* Seconds since an arbitrary start. Async-signal-safe. */
double clock_seconds(void);

#endif
