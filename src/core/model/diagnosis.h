/* diagnosis.h - what the features alone reveal about training.
 *
 * A is X with a column of ones. Its condition number is the ratio of the
 * largest to the smallest singular value. Its square is the factor by which
 * gradient descent needs more steps in the slowest direction; its logarithm is
 * the number of digits lost. A has the column of ones even if the model has no
 * intercept.
 */
#ifndef CORE_MODEL_DIAGNOSIS_H
#define CORE_MODEL_DIAGNOSIS_H

#include "core/model/glm.h"
#include "core/model/scale.h"

typedef struct Diagnosis {
  double condition; /* of A; infinity if its columns are dependent */
  double
    condition_zscore; /* of A after z-score scaling, without constant columns */
  double alpha;       /* largest stable alpha (stable_alpha); 0 on overflow */
  double alpha_zscore; /* the same after z-score scaling */
} Diagnosis;

size_t diagnosis_scratch(size_t n);

/* For a model of any kind (theta is not read); y is not read.
 * Fills `scale` for z-scores (see scale_fit and scale_constant) and
 * `correlation` (n × n), 0 between a constant column and others. One pass in
 * double-double precision: condition numbers up to 1e15 have one correct digit.
 * scratch has diagnosis_scratch(n) doubles. STATUS_RANGE: the values of column
 * j are too large or small to compute its spread (scale_usable). */
Status diagnosis(Diagnosis *found, Scale *scale, double *correlation,
                 const Glm *model, Examples e, double *scratch, StopFlag stop);

/* Finds the next pair of columns *j < *k, after the given pair, that differ
 * only in unit and origin: |correlation| > 1 - 1e-12. Start with *j = *k = 0.
 * Returns false if there are no more. */
bool diagnosis_pair(size_t *j, size_t *k, const double *correlation, size_t n);

#endif
