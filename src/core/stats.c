#include "stats.h"

#include <math.h>

double vec_sum(Vec v) {
  enum { LEAF = 128 };
  if (v.n > LEAF) {
    size_t half = v.n / 2;
    return vec_sum(vec_part(v, 0, half)) +
           vec_sum(vec_part(v, half, v.n - half));
  }
  double sum = 0;
  for (size_t i = 0; i < v.n; i++) sum += *vec_at(v, i);
  return sum;
}

/* Σ (v - c)^power, pairwise; power is 1 or 2. */
static double sum_deviation(Vec v, double c, int power) {
  enum { LEAF = 128 };
  if (v.n > LEAF) {
    size_t half = v.n / 2;
    return sum_deviation(vec_part(v, 0, half), c, power) +
           sum_deviation(vec_part(v, half, v.n - half), c, power);
  }
  double sum = 0;
  for (size_t i = 0; i < v.n; i++) {
    double deviation = *vec_at(v, i) - c;
    sum += power == 1 ? deviation : deviation * deviation;
  }
  return sum;
}

double vec_mean(Vec v) {
  double n = (double)v.n, rough = vec_sum(v) / n;
  /* A sum that overflowed, or nan: nothing left to correct. */
  return isfinite(rough) ? rough + sum_deviation(v, rough, 1) / n : rough;
}

double vec_var(Vec v, double *mean) {
  double n = (double)v.n, center = vec_mean(v);
  if (mean) *mean = center;
  return sum_deviation(v, center, 2) / n;
}

double vec_std(Vec v) { return sqrt(vec_var(v, NULL)); }

size_t vec_argmin(Vec v) {
  size_t best = 0;
  for (size_t i = 0; i < v.n; i++) {
    if (isnan(*vec_at(v, i))) return i;
    if (*vec_at(v, i) < *vec_at(v, best)) best = i;
  }
  return best;
}

size_t vec_argmax(Vec v) {
  size_t best = 0;
  for (size_t i = 0; i < v.n; i++) {
    if (isnan(*vec_at(v, i))) return i;
    if (*vec_at(v, i) > *vec_at(v, best)) best = i;
  }
  return best;
}

double vec_min(Vec v) { return *vec_at(v, vec_argmin(v)); }
double vec_max(Vec v) { return *vec_at(v, vec_argmax(v)); }

double sorted_quantile(Vec sorted, double q) {
  double at = q * (double)(sorted.n - 1), low = floor(at);
  size_t i = (size_t)low, next = i + 1 < sorted.n ? i + 1 : i;
  double a = *vec_at(sorted, i), b = *vec_at(sorted, next);
  return a == b ? a : a + (b - a) * (at - low);
}
