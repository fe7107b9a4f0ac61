/* qr.h - QR factors of a tall matrix, one block of rows at a time.
 *
 * Each block is factored together with the R of those before it (a flat tree of
 * Householder QR; Demmel, Grigori, Hoemmen and Langou 2012), so that a block
 * stays in the cache and the work can be stopped between blocks. A QR with
 * column pivoting of the last R reveals the rank. LAPACK factors large blocks.
 *
 *   A P = Q R,   A rows × p, given p more rows of zeros on top
 */
#ifndef CORE_SQUARES_QR_H
#define CORE_SQUARES_QR_H

#include "core/linalg/mat.h"

typedef struct TallQr {
  size_t rows, p;      /* of A; any rows >= 1, p >= 1 */
  size_t high, blocks; /* rows of A per block; number of blocks */
  double *panels;      /* reflectors: blocks of (p + high) × p, by columns */
  double *taus;        /* blocks × p */
  double *R, *tau;     /* p × p by columns, pivoted; p */
  double *carry;       /* p + high */
  double *work;
  int *pivot; /* p, from 1 */
} TallQr;

/* Returns the element of A in row i, column j. */
typedef double Element(const void *context, size_t i, size_t j);

/* The number of doubles qr_lay_out needs. */
size_t qr_scratch(size_t rows, size_t p);
TallQr qr_lay_out(size_t rows, size_t p, double *scratch);

Status qr_factor(TallQr *qr, Element *element, const void *context,
                 StopFlag stop);
/* (top, f) <- Qᵀ (0, f): p and rows numbers. */
Status qr_rotate(const TallQr *qr, double *top, double *f, StopFlag stop);
/* (0, f) <- Q (top, f); top is overwritten. */
Status qr_rotate_back(const TallQr *qr, double *top, double *f, StopFlag stop);
/* v <- R⁻¹ v, or R⁻ᵀ v ('T'), with the first `rank` rows and columns. */
void qr_solve(const TallQr *qr, char transposed, size_t rank, double *v);
/* |R_kk|, which decreases with k, from 0; how many exceed `limit` times the
 * first; and the ratio of the first to the last. */
double qr_pivot(const TallQr *qr, size_t k);
size_t qr_rank(const TallQr *qr, double limit);
double qr_condition(const TallQr *qr);
/* For 0 < rank < p: extends v, of which the first `rank` elements are given in
 * pivot order, to all p elements, such that the first `rank` rows of R v are
 * unchanged and Σ (v / length)² is minimal. */
size_t qr_least_norm_scratch(size_t p);
void qr_least_norm(const TallQr *qr, size_t rank, double *v,
                   const double *length, double *scratch);
/* `rank` less its last pivot and those at most a hundred times as large; 0 for
 * 0. */
size_t qr_rank_before(const TallQr *qr, size_t rank);

#endif
