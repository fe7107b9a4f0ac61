/* centered_gram.h - the Gram matrix of centered columns, and their products
 * with the targets. */
#ifndef CORE_LINALG_CENTERED_GRAM_H
#define CORE_LINALG_CENTERED_GRAM_H

#include "core/linalg/mat.h"
#include "core/parallel/blocks.h"

/* m examples; in blocks with centered_gram_scratch doubles. */
typedef struct GramInput {
  Mat X;        /* m × n, m at least 1 */
  Vec y;        /* m */
  Vec weight;   /* m numbers >= 0: how often each row counts; n is 0: once */
  double total; /* their sum, or m; of the whole */
  Blocks blocks;
} GramInput;

/* With μ the means of the columns of X and C = X - μ: H (n × n) = CᵀC/m, r (n) =
 * Cᵀ(y - ȳ)/m; mean has n + 1 elements, μ and ȳ. If not centered, the means are
 * 0 and C is X. With weights these are CᵀDC/Σd and weighted means. *square is
 * Σ (y - ȳ)²/m if it is not NULL. */
Status centered_gram(double *H, double *r, double *mean, double *square,
                     const GramInput *input, bool centered, StopFlag stop);
size_t centered_gram_scratch(const Blocks *blocks, size_t n);

#endif
