/* separation_proof.h - verifies a verdict computed in doubles. */
#ifndef CORE_SEPARATION_SEPARATION_PROOF_H
#define CORE_SEPARATION_SEPARATION_PROOF_H

#include "core/separation/separation_types.h"

/* The program's columns: (x - shift[j]) 2^-power[j] for column j, then ones. */
typedef struct SeparationUnits {
  const double *shift;
  const int *power;
} SeparationUnits;

/* Counts the pairs with a product above 0, in exact arithmetic; returns
 * SIZE_MAX if a product is negative. least (m, or NULL) receives the lowest
 * sign of each example's pairs: -1, 0 or 1. beta is classes × (n + 1),
 * including class 0; apart (classes²) receives the counts per pair of classes.
 * scratch has 8 (n + 1) + 8 doubles. */
size_t separation_count(double *apart, signed char *least, Mat X,
                        const size_t *label, size_t classes, const double *beta,
                        const SeparationUnits *units, double *scratch,
                        StopFlag stop);

/* Does `sum` (above 0 for every pair) prove an overlap that rounding cannot
 * have caused? scratch has u (u + 1) doubles, u = (classes - 1) p. */
bool separation_overlaps(const SeparationProgram *program, const double *sum,
                         double *scratch);

#endif
