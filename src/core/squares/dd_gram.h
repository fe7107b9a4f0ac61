/* dd_gram.h - G = Aᵀ D A + λ in double-double precision, its Cholesky factor L
 * (G = L Lᵀ) and L⁻¹.
 *
 * Forming G squares the condition number of A, which costs half of the digits:
 * in plain doubles too many, but of about 31 digits as many are left as after a
 * QR factorization of A. A has a column of ones, if there is an intercept, then
 * the columns of X. Each column is multiplied by a power of two, which is
 * exact, so that its norm is near 1.
 */
#ifndef CORE_SQUARES_DD_GRAM_H
#define CORE_SQUARES_DD_GRAM_H

#include "core/linalg/mat.h"
#include "core/double_double.h"
#include "core/parallel/blocks.h"

typedef struct DdGram {
  size_t p, ones;  /* columns of A; columns of ones among them: 0 or 1 */
  DoubleDouble *g; /* p × p, lower half: G, then L, then L⁻¹ */
  double *scale;   /* p powers of two */
  double *row;     /* p: high parts of the last row of A read, scaled */
  double *rest;    /* p: its low parts; NULL: all 0 */
  bool *dependent; /* p: is the column a linear combination of earlier ones? */
} DdGram;

static inline DoubleDouble *dd_gram_at(const DdGram *gram, size_t i, size_t j) {
  return gram->g + i * gram->p + j;
}

/* The number of doubles dd_gram_layout needs for n features. */
size_t dd_gram_scratch(size_t n);
/* Initializes G to 0 for n features, with all scale factors 1. */
void dd_gram_layout(DdGram *gram, size_t n, bool intercept, double *scratch);
/* The same, with scale factors computed from X (m × n, finite). */
Status dd_gram_start(DdGram *gram, Mat X, bool intercept, double *scratch,
                     StopFlag stop);
/* The same for rows in blocks, which may be shared by several processes. The
 * blocks have scratch for one sum of n doubles. */
Status dd_gram_start_blocks(DdGram *gram, Mat X, bool intercept,
                            double *scratch, const Blocks *blocks,
                            StopFlag stop);
/* Stores row i of A, scaled, in gram->row. */
void dd_gram_read_row(DdGram *gram, Mat X, size_t i);
/* The same from high + rest, for rows as precise as G. */
void dd_gram_read_dd_row(DdGram *gram, Mat high, Mat rest, size_t i);
/* The power of two that scales a column of this norm to a norm near 1. */
double dd_gram_scale(double length);
/* G += weight · row rowᵀ, weight >= 0. */
void dd_gram_add_row(DdGram *gram, double weight);
/* Adds λ to the diagonal, except for the column of ones. */
void dd_gram_add_penalty(DdGram *gram, double lambda);

/* Replaces G by L. Column k is dependent if its part orthogonal to the earlier
 * columns, a_k - Σ c_j a_j, has a norm of at most about 3e-15 (more for very
 * many rows m) times the square root of |a_k|² + Σ |c_j a_j|²: changes in the
 * last digits of the columns could then make it 0. The row of L of a dependent
 * column holds the combination; its column and diagonal are 0. Sets *rank to
 * the number of independent columns. */
Status dd_gram_factor(size_t *rank, DdGram *gram, size_t m, StopFlag stop);
/* Replaces L by L⁻¹ on the independent columns; other rows are unchanged. */
Status dd_gram_invert(DdGram *gram, StopFlag stop);
/* An element of G⁻¹, for independent columns. Call after dd_gram_invert. */
DoubleDouble dd_gram_inverse_at(const DdGram *gram, size_t i, size_t j);
/* Replaces v (p) by G⁻¹ v, with 0 for dependent columns. Call after
 * dd_gram_invert. */
void dd_gram_solve(DoubleDouble *v, const DdGram *gram);
/* Weights c (p) with A c = 0 for the scaled A: -1 for the dependent column k,
 * and the weights that express it by the earlier independent columns. Call
 * after dd_gram_invert. */
void dd_gram_null(DoubleDouble *c, const DdGram *gram, size_t k);
/* Stores c, or its first k + 1 elements in other units, in row k. */
void dd_gram_keep_null(DdGram *gram, const DoubleDouble *c, size_t k);
/* Replaces the weights v (p) by equivalent ones that are 0 for dependent
 * columns. Call after dd_gram_keep_null for each dependent column. */
void dd_gram_reduce(DoubleDouble *v, const DdGram *gram);

#endif
