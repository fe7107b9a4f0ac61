/* histogram.h - bin counts and the number of bins. */
#ifndef CORE_STATS_HISTOGRAM_H
#define CORE_STATS_HISTOGRAM_H

#include "core/linalg/vec.h"

/* The number of bins of equal width that suits finite numbers in ascending
 * order, n >= 1: the narrower of Freedman and Diaconis' (1981) width, which is
 * twice the distance between the quartiles over the cube root of n, and
 * Sturges' (1926), the span over log2(n) + 1. This is NumPy's "auto". Not
 * more than `most`; 1 when all are equal. */
size_t histogram_bins(Vec sorted, size_t most);

/* counts[k], of edges.n - 1: how many lie in [edge k, edge k + 1), the last one
 * closed. edges ascend, edges.n >= 2; other numbers are left out.
 * STATUS_STOPPED. */
Status histogram_count(double *counts, Vec edges, Vec v, StopFlag stop);

#endif
