#include "stats.h"

#include <math.h>

/* Σ (v - c)^power over a short vector, power 1 or 2, in eight sums that do not
 * wait for each other; `step` is a constant 1 where it can be. */
__attribute__((always_inline)) static inline double
leaf_sum(const double *d, size_t n, ptrdiff_t step, double c, int power) {
  enum { LANES = 8 };
  double lane[LANES] = {0}, sum = 0;
  size_t i = 0;
  for (; i + LANES <= n; i += LANES)
    for (size_t k = 0; k < LANES; k++) {
      const double deviation = d[(ptrdiff_t)(i + k) * step] - c;
      lane[k] += power == 1 ? deviation : deviation * deviation;
    }
  for (; i < n; i++) {
    const double deviation = d[(ptrdiff_t)i * step] - c;
    sum += power == 1 ? deviation : deviation * deviation;
  }
  for (int k = 0; k < LANES; k++) sum += lane[k];
  return sum;
}

static double leaf(Vec v, double c, int power) {
  if (v.step != 1) return leaf_sum(v.d, v.n, v.step, c, power);
  return power == 1 ? leaf_sum(v.d, v.n, 1, c, 1) : leaf_sum(v.d, v.n, 1, c, 2);
}

/* Numbers between two looks at the stop flag. */
enum { LOOK = 1 << 20 };

static double sum_deviation(Vec v, double c, int power, StopFlag stop) {
  enum { LEAF = 256 };
  if (v.n <= LEAF) return leaf(v, c, power);
  if (v.n > LOOK && stop_asked(stop)) return 0;
  size_t half = v.n / 2;
  return sum_deviation(vec_part(v, 0, half), c, power, stop) +
         sum_deviation(vec_part(v, half, v.n - half), c, power, stop);
}

double vec_sum(Vec v, StopFlag stop) { return sum_deviation(v, 0, 1, stop); }

double vec_mean(Vec v, StopFlag stop) {
  double n = (double)v.n, rough = vec_sum(v, stop) / n;
  /* A sum that overflowed, or nan: nothing left to correct. */
  if (!isfinite(rough)) return rough;
  return rough + sum_deviation(v, rough, 1, stop) / n;
}

double vec_var(Vec v, double *mean, StopFlag stop) {
  double n = (double)v.n, center = vec_mean(v, stop);
  if (mean) *mean = center;
  return sum_deviation(v, center, 2, stop) / n;
}

double vec_std(Vec v, StopFlag stop) { return sqrt(vec_var(v, NULL, stop)); }

static bool stop_at(size_t i, StopFlag stop) {
  return i % LOOK == 0 && stop_asked(stop);
}

size_t vec_argmin(Vec v, StopFlag stop) {
  size_t best = 0;
  for (size_t i = 0; i < v.n && !stop_at(i, stop); i++) {
    if (isnan(*vec_at(v, i))) return i;
    if (*vec_at(v, i) < *vec_at(v, best)) best = i;
  }
  return best;
}

size_t vec_argmax(Vec v, StopFlag stop) {
  size_t best = 0;
  for (size_t i = 0; i < v.n && !stop_at(i, stop); i++) {
    if (isnan(*vec_at(v, i))) return i;
    if (*vec_at(v, i) > *vec_at(v, best)) best = i;
  }
  return best;
}

double vec_min(Vec v, StopFlag stop) { return *vec_at(v, vec_argmin(v, stop)); }
double vec_max(Vec v, StopFlag stop) { return *vec_at(v, vec_argmax(v, stop)); }

double sorted_quantile(Vec sorted, double q) {
  double at = q * (double)(sorted.n - 1), low = floor(at);
  size_t i = (size_t)low, next = i + 1 < sorted.n ? i + 1 : i;
  double a = *vec_at(sorted, i), b = *vec_at(sorted, next);
  return a == b ? a : a + (b - a) * (at - low);
}
