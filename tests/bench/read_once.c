/* read_once N ROUNDS - measures the memory bandwidth: seconds to read N doubles
 * once in a plain loop, with huge pages if available; the median of the rounds. */
#define _DEFAULT_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
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
  const size_t page = 1 << 21;
  size_t n = argc > 1 ? strtoull(argv[1], NULL, 10) : 10000000;
  int rounds = argc > 2 ? atoi(argv[2]) : 9;
  size_t bytes = (n * sizeof(double) + page - 1) / page * page;
  double *d = aligned_alloc(page, bytes), seconds[100], s = 0;
  if (!d || rounds > 100) return 1;
#ifdef MADV_HUGEPAGE
  madvise(d, bytes, MADV_HUGEPAGE);
#endif
  for (size_t i = 0; i < n; i++) d[i] = (double)i;
  for (int r = 0; r < rounds; r++) {
    double start = now();
    s += sum(d, n);
    seconds[r] = now() - start;
  }
  qsort(seconds, (size_t)rounds, sizeof *seconds, ascending);
  printf("%.9f %g\n", seconds[rounds / 2], s);
  free(d);
  return 0;
}
