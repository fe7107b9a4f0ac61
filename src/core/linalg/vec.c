#include "core/linalg/vec.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "core/simd.h"
#include "core/linalg/lapack.h"
#include "core/linalg/vec_lanes.h"

void vec_fill(Vec v, double value) {
  for (size_t i = 0; i < v.n; i++) *vec_at(v, i) = value;
}

void vec_copy(Vec out, Vec a) {
  if (out.step == 1 && a.step == 1 && out.n) {
    memmove(out.d, a.d, out.n * sizeof *out.d);
    return;
  }
  for (size_t i = 0; i < out.n; i++) *vec_at(out, i) = *vec_at(a, i);
}

/* -- BLAS, whose counts and steps are ints -------------------------------- */

enum { PANEL = 1 << 20 };

/* For a negative step BLAS expects the lowest address. */
static const double *blas_start(Vec v) {
  return v.step < 0 && v.n ? vec_at(v, v.n - 1) : v.d;
}

/* dnrm2 treats a step below 1 as an empty vector; the order does not matter. */
static int forward_step(Vec v) { return (int)(v.step < 0 ? -v.step : v.step); }

static bool blas_fits(Vec v) {
  return v.n <= INT_MAX && v.step <= INT_MAX && v.step >= -INT_MAX;
}

static double dot_part(Vec a, Vec b) {
  if (!blas_fits(a) || !blas_fits(b)) {
    double sum = 0;
    for (size_t i = 0; i < a.n; i++) sum += *vec_at(a, i) * *vec_at(b, i);
    return sum;
  }
  return lapack()->ddot((int)a.n, blas_start(a), (int)a.step, blas_start(b),
                        (int)b.step);
}

/* Loading BLAS does not pay off for short vectors. */
enum { SHORT = 4096 };

/* A view gives the same digits as a copy. */
INLINE double dot_lanes(Vec a, Vec b) {
  double lane[LANES] = {0}, sum = 0;
  size_t i = 0;
  for (; i + LANES <= a.n; i += LANES)
    for (size_t k = 0; k < LANES; k++)
      lane[k] += *vec_at(a, i + k) * *vec_at(b, i + k);
  for (; i < a.n; i++) sum += *vec_at(a, i) * *vec_at(b, i);
  return sum + lanes_sum(lane);
}

FOR_EACH_PROCESSOR static double short_dot(Vec a, Vec b) {
  if (a.step != 1 || b.step != 1) return dot_lanes(a, b);
  return dot_lanes(vec_of(a.d, a.n), vec_of(b.d, b.n));
}

double vec_dot(Vec a, Vec b) {
  double sum = 0;
  if (a.n <= SHORT) return short_dot(a, b);
  for (size_t i = 0; i < a.n; i += PANEL) {
    size_t n = a.n - i < PANEL ? a.n - i : PANEL;
    sum += dot_part(vec_part(a, i, n), vec_part(b, i, n));
  }
  return sum;
}

FOR_EACH_PROCESSOR double vec_axpy(Vec y, double alpha, Vec x) {
  double lane[LANES] = {0};
  size_t i = 0;
  if (y.step == 1 && x.step == 1)
    for (; i + LANES <= y.n; i += LANES)
      for (size_t k = 0; k < LANES; k++)
        lane[k] += y.d[i + k] += alpha * x.d[i + k];
  for (; i < y.n; i++) lane[0] += *vec_at(y, i) += alpha * *vec_at(x, i);
  return lanes_sum(lane);
}

/* Four sums in each lane: one alone would wait for each of its additions. */
FOR_EACH_PROCESSOR double vec_trace(Vec v) {
  double lane[4][LANES] = {{0}}, sum = 0;
  size_t i = 0;
  for (; v.step == 1 && i + 4 * LANES <= v.n; i += 4 * LANES)
    for (size_t k = 0; k < LANES; k++)
      for (size_t r = 0; r < 4; r++) lane[r][k] += v.d[i + r * LANES + k];
  for (; i < v.n; i++) sum += *vec_at(v, i);
  for (int r = 0; r < 4; r++) sum += lanes_sum(lane[r]);
  return sum;
}

/* Is the sum of squares free of overflow and underflow? */
static bool is_ordinary(double squares) {
  return squares > 1e-280 && squares < 1e280;
}

/* The norm of any numbers but nan: relative to a power of two near the
 * largest. */
static double scaled_norm(Vec a) {
  double most = 0, squares = 0;
  for (size_t i = 0; i < a.n; i++) {
    const double size = fabs(*vec_at(a, i));
    if (!(size <= most)) most = size;
    if (!isfinite(most)) return most;
  }
  const int power = most > 0 ? ilogb(most) : 0;
  for (size_t i = 0; i < a.n; i++) {
    const double part = ldexp(*vec_at(a, i), -power);
    squares += part * part;
  }
  return ldexp(sqrt(squares), power);
}

double vec_norm(Vec a) {
  double norm = 0;
  if (a.n <= SHORT) {
    const double squares = short_dot(a, a);
    if (is_ordinary(squares) || isnan(squares)) return sqrt(squares);
    return scaled_norm(a);
  }
  for (size_t i = 0; i < a.n; i += PANEL) {
    size_t n = a.n - i < PANEL ? a.n - i : PANEL;
    Vec part = vec_part(a, i, n);
    norm = hypot(norm,
                 lapack()->dnrm2((int)n, blas_start(part), forward_step(part)));
  }
  return norm;
}

bool vec_equal(Vec a, Vec b) {
  if (a.n != b.n) return false;
  for (size_t i = 0; i < a.n; i++)
    if (*vec_at(a, i) != *vec_at(b, i)) return false;
  return true;
}

/* Are all elements finite? inf and nan times 0 are nan. */
FOR_EACH_PROCESSOR static bool all_finite(const double *d, size_t n) {
  double lane[LANES] = {0};
  size_t i = 0;
  for (; i + LANES <= n; i += LANES)
    for (size_t k = 0; k < LANES; k++) lane[k] += d[i + k] * 0;
  for (; i < n; i++) lane[0] += d[i] * 0;
  return lanes_sum(lane) == 0;
}

size_t vec_nonfinite(Vec v) {
  enum { SOME = 512 };
  size_t i = 0;
  while (v.step == 1 && v.n - i >= SOME && all_finite(v.d + i, SOME)) i += SOME;
  while (i < v.n && isfinite(*vec_at(v, i))) i++;
  return i;
}
