/* inference_quality.h - R², deviance, tests and criteria of a fit as a whole, from
 * sums over its examples; internal to core. */
#ifndef CORE_MODEL_INFERENCE_QUALITY_H
#define CORE_MODEL_INFERENCE_QUALITY_H

#include "core/double_double.h"
#include "core/model/inference.h"

/* Sums over the examples that count. */
typedef struct CountSums {
  double y, exposure;   /* Σ w y, Σ w e^offset */
  double full;          /* Σ w (y log y - y) */
  double with_offset;   /* Σ w y offset */
  double log_factorial; /* Σ w log y! */
} CountSums;

/* The blocks have scratch for one sum of as many doubles. */
Status inference_quality_count(CountSums *sums, const Examples *examples,
                               const Blocks *blocks, StopFlag stop);

typedef struct FitSums {
  GlmKind kind;
  bool intercept;
  double total;         /* of the weights, or the number of examples */
  bool constant;        /* all targets that count are equal */
  CountSums counts;     /* poisson */
  size_t rank;          /* independent columns, the ones included */
  DoubleDouble mean;    /* of y; 0 without an intercept */
  DoubleDouble loss;    /* linear: Σ (y - f)²; otherwise half the deviance */
  DoubleDouble squares; /* Σ (y - mean)² */
} FitSums;

/* Sets every field of `found` but `distance`. */
void inference_quality(Inference *found, const FitSums *sums);

#endif
