/* read_once N ROUNDS - the limit of the machine: seconds to read N doubles once
 * with a plain loop, the median of the rounds. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double sum(const double *d, size_t n) {
  double lane[8] = {0};
  for (size_t i = 0; i + 8 <= n; i += 8)
    for (int k = 0; k < 8; k++) lane[k] += d[i + k];
  return lane[0] + lane[1] + lane[2] + lane[3] + lane[4] + lane[5] + lane[6] +
         lane[7];
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int argc, char **argv) {
  size_t n = argc > 1 ? strtoull(argv[1], NULL, 10) : 10000000;
  int rounds = argc > 2 ? atoi(argv[2]) : 9;
  double *d = malloc(n * sizeof *d), *seconds = malloc(sizeof *d * 100), s = 0;
  if (!d || !seconds || rounds > 100) return 1;
  for (size_t i = 0; i < n; i++) d[i] = (double)i;
  for (int r = 0; r < rounds; r++) {
    double start = now();
    s += sum(d, n);
    seconds[r] = now() - start;
  }
  qsort(seconds, (size_t)rounds, sizeof *seconds, ascending);
  printf("%.9f %g\n", seconds[rounds / 2], s);
  free(d);
  free(seconds);
  return 0;
}
