/* split.h - train/test splits and folds. */
#ifndef CORE_STATS_SPLIT_H
#define CORE_STATS_SPLIT_H

#include <stdint.h>

#include "core/linalg/mat.h"

/* Fills order[0..n) with 0 .. n-1, shuffled by the seed. */
void split_shuffle(size_t *order, size_t n, uint64_t seed);

/* Rearranges a shuffled order so that any contiguous part has about the class
 * proportions of y: the k-th of c examples of a class is placed near fraction
 * k/c. The first elements are then a stratified test set, and contiguous parts
 * of equal length are stratified folds. keys has n elements, scratch 2 n; both
 * are overwritten. STATUS_STOPPED leaves the order unchanged. */
Status split_stratify(size_t *order, Vec y, double *keys, size_t *scratch,
                      StopFlag stop);

/* Sets [*first, *last) to fold k (from 0) of `folds` over n. Sizes differ by at
 * most one; larger folds come first. */
void split_fold(size_t n, size_t folds, size_t k, size_t *first, size_t *last);

/* Copies rows order[0], order[1] ... of a to out, which has as many columns. */
Status split_take(Mat out, Mat a, const size_t *order, StopFlag stop);

#endif
