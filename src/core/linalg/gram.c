/* This file is compiled with -fassociative-math (see the Makefile): sums of
 * products are vectorized only if they may be reordered. */
#include "core/linalg/gram.h"

#include <string.h>

#include "core/simd.h"

/* Rows and columns transposed at a time: the block stays in the L1 cache, and
 * products of contiguous columns can be vectorized. */
enum {
  ROWS = 128,
  STEP = ROWS + 8 /* 1 KB: they share a few cache lines */,
  COLUMNS = 32
};

typedef struct Panel {
  size_t first, count;
  double column[COLUMNS * STEP];
} Panel;

/* Element j of row i of A. */
INLINE double element(const GramRows *r, size_t i, size_t j) {
  const double center = r->center ? r->center[j] : 0;
  if (j < r->X.cols) return *mat_at(r->X, i, j) - center;
  return (r->last.n ? *vec_at(r->last, i) : 1) - center;
}

/* Rows [i, i + m) of the columns from `first` on, padded with 0. */
INLINE void turn(Panel *panel, const GramRows *r, size_t i, size_t m,
                 size_t first) {
  const size_t p = r->X.cols + 1;
  panel->first = first;
  panel->count = p - first < COLUMNS ? p - first : COLUMNS;
  for (size_t k = 0; k < m; k++)
    for (size_t c = 0; c < panel->count; c++)
      panel->column[c * STEP + k] = element(r, i + k, first + c);
  for (size_t c = 0; m < ROWS && c < panel->count; c++)
    memset(panel->column + c * STEP + m, 0, (ROWS - m) * sizeof(double));
}

/* Σ a b, Σ a c, Σ a d, Σ a e: a is read once for all four. */
INLINE void four_products(double *out, const double *a, const double *b) {
  double sum[4] = {0};
  for (size_t i = 0; i < ROWS; i++)
    for (size_t k = 0; k < 4; k++) sum[k] += a[i] * b[k * STEP + i];
  for (size_t k = 0; k < 4; k++) out[k] += sum[k];
}

INLINE double product(const double *a, const double *b) {
  double sum = 0;
  for (size_t i = 0; i < ROWS; i++) sum += a[i] * b[i];
  return sum;
}

/* Adds the products of a column with the first n of a panel. */
INLINE void add_products(double *out, const double *a, const Panel *b,
                         size_t n) {
  size_t k = 0;
  for (; k + 4 <= n; k += 4) four_products(out + k, a, b->column + k * STEP);
  for (; k < n; k++) out[k] += product(a, b->column + k * STEP);
}

/* Products of the columns of one panel with those of another, or with the
 * earlier ones of the same panel. */
INLINE void add_panels(Mat G, const Panel *a, const Panel *b,
                       const double *weight, size_t m) {
  double weighted[ROWS] = {0};
  for (size_t c = 0; c < a->count; c++) {
    const double *column = a->column + c * STEP;
    const size_t n = a == b ? c + 1 : b->count;
    for (size_t k = 0; weight && k < m; k++)
      weighted[k] = column[k] * weight[k];
    add_products(mat_at(G, a->first + c, b->first), weight ? weighted : column,
                 b, n);
  }
}

FOR_EACH_PROCESSOR void gram_add(Mat G, const GramRows *r) {
  Panel a, b;
  for (size_t i = 0; i < r->X.rows; i += ROWS) {
    const size_t m = r->X.rows - i < ROWS ? r->X.rows - i : ROWS;
    const double *weight = r->weight ? r->weight + i : NULL;
    for (size_t j = 0; j <= r->X.cols; j += COLUMNS) {
      turn(&a, r, i, m, j);
      for (size_t k = 0; k < j; k += COLUMNS) {
        turn(&b, r, i, m, k);
        add_panels(G, &a, &b, weight, m);
      }
      add_panels(G, &a, &a, weight, m);
    }
  }
}

void gram_finish(Mat G, double m, bool intercept) {
  const size_t n = G.rows - 1;
  if (!intercept) vec_fill(mat_row(G, n), 0);
  for (size_t j = 0; j <= n; j++)
    for (size_t k = 0; k <= j; k++) {
      *mat_at(G, j, k) /= m;
      *mat_at(G, k, j) = *mat_at(G, j, k);
    }
}

void gram_penalty(Mat G, double ridge, bool intercept) {
  const size_t n = G.rows - 1;
  for (size_t j = 0; j < n; j++) *mat_at(G, j, j) += ridge;
  if (!intercept) *mat_at(G, n, n) = 1;
}
