/* scale.h - feature scaling: (x - shift) / factor for each column. */
#ifndef CORE_MODEL_SCALE_H
#define CORE_MODEL_SCALE_H

#include "core/linalg/mat.h"

typedef enum ScaleKind {
  SCALE_ZSCORE, /* shift mean, factor standard deviation (over n) */
  SCALE_MINMAX, /* shift min,  factor max - min */
  SCALE_MEAN    /* shift mean, factor max - min */
} ScaleKind;

/* What was learned of n columns, each a vector of n. A constant column keeps
 * its std or range of 0 here and is divided by 1. */
typedef struct Scale {
  ScaleKind kind;
  Vec mean, std, min, max;
} Scale;

/* Fills the four vectors from X (m × n, m >= 1, all finite). */
Status scale_fit(Scale *scale, Mat X, StopFlag stop);
/* What column j is shifted and divided by; the factor of a constant one is 1. */
double scale_shift(const Scale *scale, size_t j);
double scale_factor(const Scale *scale, size_t j);
/* Is column j constant, so that it becomes 0? */
bool scale_constant(const Scale *scale, size_t j);
/* Is its spread representable? Squares of numbers beyond 1e154 or within 1e-162
 * are infinite or 0. */
bool scale_usable(const Scale *scale, size_t j);
/* out = scaled X, and back; both m × n, out may be X. */
Status scale_apply(Mat out, const Scale *scale, Mat X, StopFlag stop);
Status scale_invert(Mat out, const Scale *scale, Mat X, StopFlag stop);

#endif
