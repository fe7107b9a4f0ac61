/* inference_quality.h - R², deviance, tests and criteria of a fit as a whole, from
 * sums over its examples; internal to core. */
#ifndef CORE_MODEL_INFERENCE_QUALITY_H
#define CORE_MODEL_INFERENCE_QUALITY_H

#include "core/double_double.h"
#include "core/model/inference.h"

typedef struct FitSums {
  GlmKind kind;
  bool intercept;
  const Examples *e;    /* X is not read */
  size_t rank;          /* independent columns, the ones included */
  DoubleDouble mean;    /* of y; 0 without an intercept */
  DoubleDouble loss;    /* linear: Σ (y - f)²; otherwise half the deviance */
  DoubleDouble squares; /* Σ (y - mean)² */
} FitSums;

/* Sets every field of `found` but `distance`. */
void inference_quality(Inference *found, const FitSums *sums);

#endif
