/* symmetric.h - is a matrix symmetric? */
#ifndef CORE_FACTOR_SYMMETRIC_H
#define CORE_FACTOR_SYMMETRIC_H

#include "core/linalg/mat.h"

/* Does A (square, finite) equal its transpose, up to rounding as in a computed
 * XᵀX? If not, elements (i, j) and (j, i) differ. */
bool symmetric_check(size_t *i, size_t *j, Mat A);

#endif
