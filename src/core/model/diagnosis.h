/* diagnosis.h - what the features alone tell about training.
 *
 * A is X with a column of ones. Its condition number, largest over smallest
 * singular value, says how many times more steps gradient descent needs in the
 * slowest direction (squared), and how many digits are lost. The ones belong to A
 * here whether the model has an intercept or not.
 */
#ifndef CORE_MODEL_DIAGNOSIS_H
#define CORE_MODEL_DIAGNOSIS_H

#include "core/model/glm.h"
#include "core/model/scale.h"

typedef struct Diagnosis {
  double condition;        /* of A; infinity when its columns are dependent */
  double condition_zscore; /* of A after z-score, without constant columns */
  double alpha;            /* the largest stable alpha: glm_stable_alpha; 0
                              when it overflows */
  double alpha_zscore;     /* the same after z-score */
} Diagnosis;

size_t diagnosis_scratch(size_t n);

/* For a model of any kind (theta is not needed) and X (m × n), m >= 1, finite.
 * Fills scale, for z-score (scale_fit; scale_constant tells the constant
 * columns) and `correlation`, n × n, 0 between a constant column and others.
 * Numbers from one pass in twice the precision: a condition is good for a
 * digit up to 1e15. Scratch: diagnosis_scratch(n) doubles. STATUS_RANGE: column
 * j is too large or small for its spread to be computed (scale_usable). */
Status diagnosis(Diagnosis *found, Scale *scale, double *correlation,
                 const Glm *model, Mat X, double *scratch, StopFlag stop);

/* The next pair of columns *j < *k, after the pair given, that are the same but
 * for unit and origin: |correlation| > 1 - 1e-12. Starts from *j = *k = 0;
 * false: no more. */
bool diagnosis_pair(size_t *j, size_t *k, const double *correlation, size_t n);

#endif
