/* dd_gram.h - G = Aᵀ D A + λ in twice the precision, its factor L of G = L Lᵀ
 * (Cholesky) and L⁻¹.
 *
 * Forming G squares the condition of A, which costs plain doubles half their
 * digits; with about 31 digits as many are left as a QR of A leaves. Columns of
 * A: the ones, when there is an intercept, then those of X. Each is multiplied
 * by a power of two that brings its length near 1, which is exact.
 */
#ifndef CORE_LINALG_DD_GRAM_H
#define CORE_LINALG_DD_GRAM_H

#include "core/linalg/mat.h"
#include "core/linalg/double_double.h"

typedef struct DdGram {
  size_t p, ones;  /* columns of A; how many are the ones: 0 or 1 */
  DoubleDouble *g; /* p × p, lower half: G, then L, then L⁻¹ */
  double *scale;   /* p powers of two */
  double *row;     /* p: the row of A that was read last, scaled, */
  double *rest;    /* p: and what its doubles leave out; NULL: nothing */
  bool *dependent; /* p: is the column a combination of those before it? */
} DdGram;

static inline DoubleDouble *dd_gram_at(const DdGram *gram, size_t i, size_t j) {
  return gram->g + i * gram->p + j;
}

/* How many doubles dd_gram_layout takes for n features. */
size_t dd_gram_scratch(size_t n);
/* An empty G of n features that need no scale: all are 1. */
void dd_gram_layout(DdGram *gram, size_t n, bool intercept, double *scratch);
/* The same with the scale that X (m × n, finite) asks for. */
Status dd_gram_start(DdGram *gram, Mat X, bool intercept, double *scratch,
                     StopFlag stop);
/* Row i of A, scaled, into gram->row. */
void dd_gram_read_row(DdGram *gram, Mat X, size_t i);
/* The same from high + rest, so that rows are as precise as G. */
void dd_gram_read_dd_row(DdGram *gram, Mat high, Mat rest, size_t i);
/* The power of two by which a column of this length is brought near 1. */
double dd_gram_scale(double length);
/* G += weight · row rowᵀ, weight >= 0. */
void dd_gram_add_row(DdGram *gram, double weight);
/* λ on the diagonal, except at the ones. */
void dd_gram_add_penalty(DdGram *gram, double lambda);

/* G becomes L. A column k is called dependent when what is left of it at right
 * angles to those before it, a_k - Σ c_j a_j, is no longer than about 3e-15 (more
 * for very many rows m) of the root of |a_k|² + Σ |c_j a_j|²: a change of the
 * columns in their last digits makes it 0. Its row of L tells of which it is a
 * combination, its column and diagonal are 0. Sets *rank to the number of
 * independent columns. */
Status dd_gram_factor(size_t *rank, DdGram *gram, size_t m, StopFlag stop);
/* L becomes L⁻¹ on the independent columns; rows of others stay. */
Status dd_gram_invert(DdGram *gram, StopFlag stop);
/* After dd_gram_invert, for independent columns: element of G⁻¹. */
DoubleDouble dd_gram_inverse_at(const DdGram *gram, size_t i, size_t j);
/* After dd_gram_invert: v, p numbers, becomes G⁻¹ v, 0 at dependent columns.
 */
void dd_gram_solve(DoubleDouble *v, const DdGram *gram);
/* After dd_gram_invert: weights c (p) of columns of the scaled A that together
 * give 0: -1 of the dependent column k, and those of the independent ones before
 * it that make it up. */
void dd_gram_null(DoubleDouble *c, const DdGram *gram, size_t k);
/* Keeps c, or its first k + 1 in other units, in place of row k. */
void dd_gram_keep_null(DdGram *gram, const DoubleDouble *c, size_t k);
/* With one kept for each dependent column: v, p weights, becomes what gives the
 * same without them. */
void dd_gram_reduce(DoubleDouble *v, const DdGram *gram);

#endif
