#define _POSIX_C_SOURCE 200809L
#include "sys/clock.h"

#include <time.h>

double clock_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
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
