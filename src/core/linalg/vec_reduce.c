#include "core/linalg/vec_reduce.h"

#include <math.h>

#include "core/simd.h"

/* Σ (v - c)^power over a short vector, power 1 or 2, in eight independent sums;
 * `step` is the constant 1 where possible. */
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

/* Elements between polls of the stop flag. */
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

/* The mean of finite numbers whose sum overflows. */
static double small_mean(Vec v) {
  double mean = 0, n = (double)v.n;
  for (size_t i = 0; i < v.n; i++) mean += *vec_at(v, i) / n;
  return mean;
}

/* The mean as a double; *rest is its rounding error. */
static double split_mean(Vec v, double *rest, StopFlag stop) {
  double n = (double)v.n, rough = vec_sum(v, stop) / n;
  *rest = 0;
  if (!isfinite(rough)) return vec_nonfinite(v) < v.n ? rough : small_mean(v);
  const double step = sum_deviation(v, rough, 1, stop) / n;
  const double mean = rough + step;
  *rest = step - (mean - rough);
  return mean;
}

double vec_mean(Vec v, StopFlag stop) {
  double rest;
  return split_mean(v, &rest, stop);
}

/* Squared deviations from the rounded mean are too large by the square of its
 * rounding error, which matters if the numbers differ only by a few
 * roundings. */
double vec_var(Vec v, double *mean, StopFlag stop) {
  double rest, n = (double)v.n, center = split_mean(v, &rest, stop);
  if (mean) *mean = center;
  const double var = sum_deviation(v, center, 2, stop) / n;
  return rest * rest < var ? var - rest * rest : isnan(var) ? var : 0;
}

/* Squares of deviations overflow or underflow, so deviations are scaled by
 * f. */
static double scaled_std(Vec v, double center, double f) {
  double sum = 0;
  for (size_t i = 0; i < v.n; i++) {
    const double x = *vec_at(v, i);
    const double d = f < 1 ? x * f - center * f : (x - center) * f;
    sum += d * d;
  }
  return sqrt(sum / (double)v.n) / f;
}

double vec_std(Vec v, StopFlag stop) {
  double mean, var = vec_var(v, &mean, stop);
  if (isinf(var) && isfinite(mean)) return scaled_std(v, mean, 0x1p-540);
  if (var < 1e-290) return scaled_std(v, mean, 0x1p500);
  return sqrt(var);
}

/* The minimum of sign * d[i]; nan if an element is nan. */
FOR_EACH_PROCESSOR static double least(const double *d, size_t n, double sign) {
  enum { LANES = 8 };
  double lane[LANES], odd[LANES] = {0}, best = INFINITY, any = 0;
  size_t i = 0;
  for (size_t k = 0; k < LANES; k++) lane[k] = INFINITY;
  for (; i + LANES <= n; i += LANES)
    for (size_t k = 0; k < LANES; k++) {
      const double x = sign * d[i + k];
      lane[k] = x < lane[k] ? x : lane[k];
      odd[k] += x != x ? 1 : 0;
    }
  for (; i < n; i++) {
    const double x = sign * d[i];
    best = x < best ? x : best;
    any += x != x ? 1 : 0;
  }
  for (size_t k = 0; k < LANES; k++) {
    best = lane[k] < best ? lane[k] : best;
    any += odd[k];
  }
  return any > 0 ? NAN : best;
}

/* Index of the first minimum, or of the first nan. Finds the block with the
 * minimum by vector instructions, then searches it element by element. */
static size_t find_least(Vec v, double sign, StopFlag stop) {
  enum { PIECE = 512 };
  double buffer[PIECE], best = INFINITY;
  size_t at = 0;
  for (size_t i = 0; i < v.n; i += PIECE) {
    const Vec part = vec_part(v, i, v.n - i < PIECE ? v.n - i : PIECE);
    if (i % LOOK == 0 && stop_asked(stop)) break;
    if (v.step != 1) vec_copy(vec_of(buffer, part.n), part);
    const double most = least(v.step == 1 ? part.d : buffer, part.n, sign);
    if (!(most < best) && !isnan(most)) continue;
    best = most;
    at = i;
    if (isnan(most)) break;
  }
  while (at < v.n && !isnan(best) && sign * *vec_at(v, at) != best) at++;
  while (at < v.n && isnan(best) && !isnan(*vec_at(v, at))) at++;
  return at < v.n ? at : 0;
}

size_t vec_argmin(Vec v, StopFlag stop) { return find_least(v, 1, stop); }
size_t vec_argmax(Vec v, StopFlag stop) { return find_least(v, -1, stop); }

double vec_min(Vec v, StopFlag stop) { return *vec_at(v, vec_argmin(v, stop)); }
double vec_max(Vec v, StopFlag stop) { return *vec_at(v, vec_argmax(v, stop)); }

double vec_between(double a, double b, double t) {
  if (a == b || t == 0) return a;
  return isinf(b - a) ? a * (1 - t) + b * t : a + (b - a) * t;
}

double vec_sorted_quantile(Vec sorted, double q) {
  double at = q * (double)(sorted.n - 1), low = floor(at);
  size_t i = (size_t)low, next = i + 1 < sorted.n ? i + 1 : i;
  return vec_between(*vec_at(sorted, i), *vec_at(sorted, next), at - low);
}
