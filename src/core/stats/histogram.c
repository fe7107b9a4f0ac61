/* histogram.c - bins and counts. */
#include "core/stats/histogram.h"

#include <math.h>

#include "core/linalg/vec_reduce.h"

size_t histogram_bins(Vec sorted, size_t most) {
  double least = *vec_at(sorted, 0), largest = *vec_at(sorted, sorted.n - 1);
  double span = largest - least, n = (double)sorted.n;
  double quartiles =
    vec_sorted_quantile(sorted, 0.75) - vec_sorted_quantile(sorted, 0.25);
  double width = span / (log2(n) + 1), narrow = 2 * quartiles / cbrt(n);
  if (narrow > 0 && narrow < width) width = narrow;
  if (!(span > 0) || !(width > 0)) return 1;
  double bins = isfinite(span) ? ceil(span / width) : ceil(log2(n) + 1);
  return bins < 1 ? 1 : bins > (double)most ? most : (size_t)bins;
}

/* The bin of x, which lies within the edges. */
static size_t bin_of(Vec edges, double x) {
  size_t low = 0, high = edges.n - 1;
  while (high - low > 1) {
    size_t middle = low + (high - low) / 2;
    if (x < *vec_at(edges, middle))
      high = middle;
    else
      low = middle;
  }
  return low;
}

Status histogram_count(double *counts, Vec edges, Vec v, StopFlag stop) {
  double least = *vec_at(edges, 0), largest = *vec_at(edges, edges.n - 1);
  for (size_t k = 0; k + 1 < edges.n; k++) counts[k] = 0;
  for (size_t i = 0; i < v.n; i++) {
    if (i % 65536 == 0 && stop_asked(stop))
      return status_error(STATUS_STOPPED, i, 0, 0);
    double x = *vec_at(v, i);
    if (x >= least && x <= largest) counts[bin_of(edges, x)]++;
  }
  return status_ok();
}
