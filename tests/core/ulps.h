/* ulps.h - functions of arrays compared with long double, in units in the last
 * place. */
#ifndef TESTS_ULPS_H
#define TESTS_ULPS_H

#include <math.h>
#include <stddef.h>

enum { ULPS_N = 4096 };

typedef long double Exact(long double x);
typedef void Many(double *out, const double *x, size_t n);

/* The difference in units in the last place of `expected`. */
static inline double ulps_between(double got, long double expected) {
  double nearest = (double)expected;
  if (got == nearest) return 0;
  if (!isfinite(nearest) || !isfinite(got)) return INFINITY;
  double unit = nextafter(fabs(nearest), INFINITY) - fabs(nearest);
  return (double)(fabsl((long double)got - expected) / unit);
}

/* The largest difference on numbers between the two. */
static inline double ulps_worst(Many *many, Exact *exact, double from,
                                double to) {
  double x[ULPS_N], out[ULPS_N], most = 0;
  for (int i = 0; i < ULPS_N; i++)
    x[i] = from + (to - from) * ((double)i + 0.37) / ULPS_N;
  many(out, x, ULPS_N);
  for (int i = 0; i < ULPS_N; i++)
    most = fmax(most, ulps_between(out[i], exact(x[i])));
  return most;
}

#endif
