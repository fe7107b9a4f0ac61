/* features.h - the features that a model computes from its raw columns: powers
 * and products up to a degree (poly.h, without the constant), then scaled
 * (scale.h). Both steps are optional.
 */
#ifndef CORE_MODEL_FEATURES_H
#define CORE_MODEL_FEATURES_H

#include "core/model/scale.h"
#include "core/linalg/double_double.h"

typedef struct Features {
  size_t inputs;      /* raw columns, at least 1 */
  size_t degree;      /* 1: the columns themselves */
  const Scale *scale; /* of features_count columns; NULL: as they are */
} Features;

/* How many features there are; SIZE_MAX on overflow. */
size_t features_count(const Features *features);

/* out (m × count) from X (m × inputs). Powers that overflow become
 * infinite: check the range of X, or `out`. */
Status features_fill(Mat out, const Features *features, Mat X, StopFlag stop);

/* From weights and intercept b of the scaled features those of the unscaled
 * ones: w / factor, b - Σ w shift / factor. Both have count + 1 numbers, b's
 * last; raw may be theta. */
void features_original(double *raw, const Features *features,
                       const double *theta);

/* And back, from numbers of twice the precision, so that b keeps its digits
 * where large terms cancel. */
void features_scaled(double *theta, const Features *features,
                     const DoubleDouble *raw);

#endif
