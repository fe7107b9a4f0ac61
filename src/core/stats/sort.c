/* sort.c - bottom-up merge sort: stable and interruptible. */
#include "core/stats/sort.h"

#include <math.h>
#include <string.h>

/* nan goes last. */
static bool before(double a, double b) {
  return a < b || (isnan(b) && !isnan(a));
}

/* Polls the flag every 65536 elements. */
static bool stop_at(size_t k, StopFlag stop) {
  return k % 65536 == 0 && stop_asked(stop);
}

static void merge(double *out, const double *a, size_t half, size_t n,
                  StopFlag stop) {
  size_t i = 0, j = half;
  for (size_t k = 0; k < n && !stop_at(k, stop); k++)
    out[k] = i < half && (j >= n || !before(a[j], a[i])) ? a[i++] : a[j++];
}

Status sort_values(Vec out, Vec v, double *scratch, StopFlag stop) {
  double *from = scratch, *to = scratch;
  const size_t n = v.n;
  vec_copy(vec_of(scratch, n), v);
  if (out.step != 1) return status_error(STATUS_SHAPE, 1, 0, 0);
  for (size_t width = 1; width < n; width *= 2) {
    to = from == scratch ? out.d : scratch;
    for (size_t at = 0; at < n; at += 2 * width) {
      if (stop_at(at, stop)) return status_error(STATUS_STOPPED, at, 0, 0);
      size_t rest = n - at, both = rest < 2 * width ? rest : 2 * width;
      merge(to + at, from + at, both < width ? both : width, both, stop);
    }
    from = to;
  }
  if (stop_asked(stop)) return status_error(STATUS_STOPPED, n, 0, 0);
  if (to == scratch) memcpy(out.d, scratch, n * sizeof *scratch);
  return status_ok();
}

static void merge_order(size_t *out, const size_t *a, size_t half, size_t n,
                        Vec v, StopFlag stop) {
  size_t i = 0, j = half;
  for (size_t k = 0; k < n && !stop_at(k, stop); k++) {
    bool left =
      i < half && (j >= n || !before(*vec_at(v, a[j]), *vec_at(v, a[i])));
    out[k] = left ? a[i++] : a[j++];
  }
}

Status sort_order(size_t *order, Vec v, size_t *scratch, StopFlag stop) {
  size_t *from = scratch, *to = scratch;
  const size_t n = v.n;
  for (size_t i = 0; i < n; i++) scratch[i] = i;
  for (size_t width = 1; width < n; width *= 2) {
    to = from == scratch ? order : scratch;
    for (size_t at = 0; at < n; at += 2 * width) {
      if (stop_at(at, stop)) return status_error(STATUS_STOPPED, at, 0, 0);
      size_t rest = n - at, both = rest < 2 * width ? rest : 2 * width;
      merge_order(to + at, from + at, both < width ? both : width, both, v,
                  stop);
    }
    from = to;
  }
  if (stop_asked(stop)) return status_error(STATUS_STOPPED, n, 0, 0);
  if (to == scratch) memcpy(order, scratch, n * sizeof *scratch);
  return status_ok();
}
