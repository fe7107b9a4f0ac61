#include "core/factor/symmetric.h"

#include <math.h>

/* The rounding of a sum of products relative to |x||y| (xᵢ·xⱼ in XᵀX), where
 * the diagonal elements of XᵀX are |x|² and |y|². */
static const double ROUNDING = 1e-12;

bool symmetric_check(size_t *i, size_t *j, Mat A) {
  for (*i = 0; *i < A.rows; ++*i)
    for (*j = *i + 1; *j < A.cols; ++*j) {
      const double a = *mat_at(A, *i, *j), b = *mat_at(A, *j, *i);
      if (a == b) continue;
      const double lengths =
        sqrt(fabs(*mat_at(A, *i, *i))) * sqrt(fabs(*mat_at(A, *j, *j)));
      const double size = higher(lengths, higher(fabs(a), fabs(b)));
      if (fabs(a - b) > ROUNDING * size) return false;
    }
  return true;
}
