/* scale.h - feature scaling: (x - shift) / factor for each column. */
#ifndef CORE_MODEL_SCALE_H
#define CORE_MODEL_SCALE_H

#include "core/linalg/mat.h"

typedef enum ScaleKind {
  SCALE_ZSCORE, /* shift mean, factor standard deviation (over n) */
  SCALE_MINMAX, /* shift min,  factor max - min */
  SCALE_MEAN    /* shift mean, factor max - min */
} ScaleKind;

/* Statistics of n columns, each a vector of n. The std or range of a constant
 * column is stored as 0, but the column is divided by 1. */
typedef struct Scale {
  ScaleKind kind;
  Vec mean, std, min, max;
} Scale;

/* Fills the four vectors from X (m × n, m >= 1, all finite). */
Status scale_fit(Scale *scale, Mat X, StopFlag stop);
/* The same if each row counts as often as its weight says: m numbers >= 0, not
 * all 0; rows of weight 0 are ignored. weight.n is 0: scale_fit. */
Status scale_fit_weighted(Scale *scale, Mat X, Vec weight, StopFlag stop);
/* The shift and the divisor of column j; the divisor of a constant column is
 * 1. */
double scale_shift(const Scale *scale, size_t j);
double scale_factor(const Scale *scale, size_t j);
/* Is column j constant, so that it becomes 0? */
bool scale_constant(const Scale *scale, size_t j);
/* Is the spread of column j representable? Squares of numbers above 1e154 or
 * below 1e-162 are infinite or 0. */
bool scale_usable(const Scale *scale, size_t j);
/* out = scaled X, and back; both m × n, out may be X. */
Status scale_apply(Mat out, const Scale *scale, Mat X, StopFlag stop);
Status scale_invert(Mat out, const Scale *scale, Mat X, StopFlag stop);

#endif
