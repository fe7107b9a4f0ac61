/* features.h - the features that a model computes from its raw columns: powers
 * and products up to a degree (poly.h, without the constant), then scaled
 * (scale.h). Both steps are optional.
 */
#ifndef CORE_MODEL_FEATURES_H
#define CORE_MODEL_FEATURES_H

#include "core/model/scale.h"
#include "core/double_double.h"

typedef struct Features {
  size_t inputs;      /* raw columns, at least 1 */
  size_t degree;      /* 1: no powers */
  const Scale *scale; /* of features_count columns; NULL: unscaled */
} Features;

/* The number of features; SIZE_MAX on overflow. */
size_t features_count(const Features *features);

/* out (m × count) from X (m × inputs). Powers that overflow become
 * infinite: check the range of X, or `out`. */
Status features_fill(Mat out, const Features *features, Mat X, StopFlag stop);

/* Converts weights and intercept b of the scaled features to those of the
 * unscaled ones: w / factor and b - Σ w shift / factor. Both have count + 1
 * elements, b last; raw may be theta. */
void features_original(double *raw, const Features *features,
                       const double *theta);

/* The inverse, in double-double precision so that b keeps its digits when large
 * terms cancel. */
void features_scaled(double *theta, const Features *features,
                     const DoubleDouble *raw);

#endif
