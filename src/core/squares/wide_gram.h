/* wide_gram.h - the products of all columns with each other and with the targets,
 * in double-double precision.
 *
 * The products over several sets of rows are those of their sums, so that those
 * of every training part of a cross-validation take one pass over the data.
 */
#ifndef CORE_SQUARES_WIDE_GRAM_H
#define CORE_SQUARES_WIDE_GRAM_H

#include "core/double_double.h"
#include "core/linalg/centered_gram.h"

/* The products of the n + 2 columns of A = (1, X, y): the lower half of AᵀDA,
 * row after row, with the weights D. */
static inline size_t wide_gram_size(size_t n) { return (n + 2) * (n + 3) / 2; }

/* Column j of X is column j + 1 of A. */
static inline const DoubleDouble *wide_gram_at(const DoubleDouble *G, size_t i,
                                               size_t j) {
  return i > j ? G + i * (i + 1) / 2 + j : G + j * (j + 1) / 2 + i;
}

/* The number of doubles of scratch that the blocks of wide_gram need. */
size_t wide_gram_scratch(const Blocks *blocks, size_t n);

/* Sets G (wide_gram_size). X is finite; where the weight is 0, the target may be
 * any number. The total is not read. */
Status wide_gram(DoubleDouble *G, const GramInput *input, StopFlag stop);

/* The rounding error of a product over m rows in that many sets is at most this
 * times the sum of the absolute values; the same is true of other sums in
 * double-double precision that are made in blocks. */
double wide_gram_error(size_t m, size_t sets);

/* G += other */
void wide_gram_add(DoubleDouble *G, const DoubleDouble *other, size_t n);

#endif
