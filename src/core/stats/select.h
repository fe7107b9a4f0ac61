/* select.h - order statistics without sorting; nan comes last, as in sort.h. */
#ifndef CORE_STATS_SELECT_H
#define CORE_STATS_SELECT_H

#include <stdint.h>

#include "core/linalg/vec.h"

/* The q-quantile of v, q in [0, 1], as vec_sorted_quantile defines it; nan if v
 * contains nan. v.n >= 1; scratch has v.n elements. When the stop flag is set
 * the result is unspecified: the caller checks the flag. */
double select_quantile(Vec v, double q, uint64_t *scratch, StopFlag stop);

/* Sets place to the indices of the elements k and k + 1 (or k again, if it is
 * the last) of v in the order of sort_order. */
void select_places(Vec v, size_t k, size_t place[2], uint64_t *scratch,
                   StopFlag stop);

#endif
