/* features.h - what a model makes of its raw columns before weights multiply
 * them: first the powers and products up to a degree (poly.h, without the
 * constant), then the scaling of each of those (scale.h). Either may be left
 * out.
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

/* How many features there are; SIZE_MAX when a size_t does not hold it. */
size_t features_count(const Features *features);

/* out (m × count) from X (m × inputs). Numbers whose powers no double holds
 * give infinities; look at the range of X, or check `out`. */
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
