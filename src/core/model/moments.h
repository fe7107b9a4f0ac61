/* moments.h - mean, spread and range of columns whose rows are cut into blocks,
 * perhaps shared by several processes: what scale_fit_weighted finds, with the
 * same bits for any number of processes. */
#ifndef CORE_MODEL_MOMENTS_H
#define CORE_MODEL_MOMENTS_H

#include "core/model/scale.h"
#include "core/parallel/blocks.h"

/* Fills the four vectors from the rows of X (all finite) that are here and those
 * of the other processes. `weight` has a number >= 0 for each row here, or n is
 * 0; `total` is their sum over all rows, or the number of all rows, and > 0. The
 * blocks have moments_scratch doubles. */
Status moments_fit(Scale *scale, Mat X, Vec weight, double total,
                   const Blocks *blocks, StopFlag stop);
size_t moments_scratch(const Blocks *blocks, size_t columns);

/* Σ weight, or Σ v if there are no weights. */
Status moments_sum(double *sum, Vec v, Vec weight, const Blocks *blocks,
                   StopFlag stop);

/* counts[k] is Σ weight, or the number, of the rows whose v is k + 1, for each of
 * the classes; each v is one of them. The blocks have scratch for one sum. */
Status moments_classes(double *counts, size_t classes, Vec v, Vec weight,
                       const Blocks *blocks, StopFlag stop);

#endif
