/* split.h - train/test splits and folds. */
#ifndef CORE_STATS_SPLIT_H
#define CORE_STATS_SPLIT_H

#include <stdint.h>

#include "core/linalg/vec.h"

/* Fills order[0..n) with 0 .. n-1 in an order that follows from the seed. */
void split_shuffle(size_t *order, size_t n, uint64_t seed);

/* Puts the shuffled order into one where any stretch holds the classes of y in
 * about their shares: the k-th of a class of c stands near k/c of the way. The
 * first `test` of it are then a stratified test part, and stretches of equal
 * length are stratified folds. keys has n numbers, scratch 2 n places, both
 * overwritten. STATUS_STOPPED leaves the order as it was. */
Status split_stratify(size_t *order, Vec y, double *keys, size_t *scratch,
                      StopFlag stop);

/* Fold k (from 0) of `folds` over n is [*first, *last): sizes differ by at
 * most one, larger ones first. */
void split_fold(size_t n, size_t folds, size_t k, size_t *first, size_t *last);

#endif
