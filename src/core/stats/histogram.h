/* histogram.h - bin counts and the number of bins. */
#ifndef CORE_STATS_HISTOGRAM_H
#define CORE_STATS_HISTOGRAM_H

#include "core/linalg/vec.h"

/* A suitable number of equal-width bins for n >= 1 finite numbers in ascending
 * order, from the smaller of two widths: Freedman and Diaconis' (1981), twice
 * the interquartile range over the cube root of n, and Sturges' (1926), the
 * range over log2(n) + 1. This is NumPy's "auto". At most `most`; 1 if all are
 * equal. */
size_t histogram_bins(Vec sorted, size_t most);

/* Sets counts[k] (edges.n - 1 elements) to how many numbers lie in [edge k,
 * edge k + 1); the last bin is closed. edges ascend, edges.n >= 2; numbers
 * outside are ignored. May return STATUS_STOPPED. */
Status histogram_count(double *counts, Vec edges, Vec v, StopFlag stop);

#endif
