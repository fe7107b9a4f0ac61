#define _POSIX_C_SOURCE 200809L
#include "sys/clock.h"

#include <time.h>

static double seconds_of(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

double clock_seconds(void) { return seconds_of(CLOCK_MONOTONIC); }

double clock_thread_seconds(void) {
  return seconds_of(CLOCK_THREAD_CPUTIME_ID);
}

static double waits = 0;

void clock_add_wait(double since) { waits += clock_seconds() - since; }

double clock_waits(void) { return waits; }

int clock_poll(struct pollfd *fds, nfds_t n, int milliseconds) {
  const double start = clock_seconds();
  const int ready = poll(fds, n, milliseconds);
  clock_add_wait(start);
  return ready;
}
