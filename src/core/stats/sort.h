/* sort.h - stable merge sort of vectors; nan comes last. */
#ifndef CORE_STATS_SORT_H
#define CORE_STATS_SORT_H

#include "core/linalg/vec.h"

/* Stores v in ascending order in out (step 1, else STATUS_SHAPE); out may be v.
 * scratch has v.n doubles. STATUS_STOPPED leaves out unspecified. */
Status sort_values(Vec out, Vec v, double *scratch, StopFlag stop);

/* Fills order[0..v.n) with the indices that sort v; equal elements keep their
 * order. scratch has v.n elements. STATUS_STOPPED leaves order unspecified. */
Status sort_order(size_t *order, Vec v, size_t *scratch, StopFlag stop);

#endif
