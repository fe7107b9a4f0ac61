/* separation_proof.h - checks that make a verdict found in doubles certain. */
#ifndef CORE_MODEL_SEPARATION_PROOF_H
#define CORE_MODEL_SEPARATION_PROOF_H

#include "core/model/separation_types.h"

/* What becomes of column j: (x - shift[j]) 2^-power[j]; then ones. */
typedef struct SeparationUnits {
  const double *shift;
  const int *power;
} SeparationUnits;

/* How many pairs have a product above 0, exactly; SIZE_MAX when one is below.
 * least (m, or NULL) gets the lowest sign of each example's pairs: -1, 0 or 1.
 * beta is classes × (n + 1), class 0 included; apart (classes²) is counted.
 * scratch has 8 (n + 1) + 8 doubles. */
size_t separation_count(double *apart, signed char *least, Mat X,
                        const size_t *label, size_t classes, const double *beta,
                        const SeparationUnits *units, double *scratch,
                        StopFlag stop);

/* Is the overlap that `sum` (above 0 for every pair) stands for beyond the
 * reach of rounding? scratch has u (u + 1) doubles, u = (classes - 1) p. */
bool separation_overlaps(const SeparationProgram *program, const double *sum,
                         double *scratch);

#endif
