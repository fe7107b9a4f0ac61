/* centered_gram.h - the Gram matrix of centered columns, and their products
 * with the targets. */
#ifndef CORE_LINALG_CENTERED_GRAM_H
#define CORE_LINALG_CENTERED_GRAM_H

#include "core/linalg/mat.h"

/* With μ the means of the columns of X (m × n, m at least 1) and C = X - μ: H
 * (n × n) = CᵀC/m, r (n) = Cᵀ(y - ȳ)/m; mean has n + 1 elements, μ and ȳ. If
 * not centered, the means are 0 and C is X. With weights (m numbers >= 0; n is
 * 0 if there are none) each row counts that often: CᵀDC/Σd and weighted means.
 * scratch has centered_gram_scratch(n) doubles. */
Status centered_gram(double *H, double *r, double *mean, Mat X, Vec y,
                     Vec weight, bool centered, double *scratch, StopFlag stop);
size_t centered_gram_scratch(size_t n);

#endif
