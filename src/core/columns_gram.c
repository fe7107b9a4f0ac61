/* This file is compiled with -fassociative-math (see the Makefile): sums of
 * products can be done in lanes only if they may be reordered. */
#include "columns_gram.h"

#include <math.h>
#include <string.h>

#include "processor.h"

/* Rows that are turned into columns at a time: they stay in the nearest cache,
 * and products of whole columns are what vector instructions are for. */
enum { ROWS = 128, STEP = ROWS + 8 }; /* 1 KB: all in the same few lines */

/* The columns of X and y, ROWS numbers each, and their products. */
size_t columns_gram_scratch(size_t n) {
  return (n + 1) * STEP + (n + 1) * (n + 1);
}

/* A block of rows as columns, less their means; 0 where rows are missing. */
INLINE void turn(double *columns, Mat rows, Vec y, const double *mean) {
  const size_t n = rows.cols, m = rows.rows;
  for (size_t i = 0; i < m; i++) {
    const double *x = mat_at(rows, i, 0);
    for (size_t j = 0; j < n; j++) columns[j * STEP + i] = x[j] - mean[j];
    columns[n * STEP + i] = *vec_at(y, i) - mean[n];
  }
  for (size_t j = 0; m < ROWS && j <= n; j++)
    memset(columns + j * STEP + m, 0, (ROWS - m) * sizeof *columns);
}

/* Σ a b, Σ a c, Σ a d, Σ a e: a is read once for four. */
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

/* Adds the products of column j with those up to it. */
FOR_EACH_PROCESSOR static void add_products(double *G, const double *columns,
                                            size_t p) {
  for (size_t j = 0; j < p; j++) {
    const double *a = columns + j * STEP;
    size_t k = 0;
    for (; k + 4 <= j + 1; k += 4)
      four_products(G + j * p + k, a, columns + k * STEP);
    for (; k <= j; k++) G[j * p + k] += product(a, columns + k * STEP);
  }
}

static Mat block_at(Mat X, size_t i) {
  return mat_part(X, i, X.rows - i < ROWS ? X.rows - i : ROWS);
}

/* Means of the columns of X and of y. Rows are added up in blocks, and then the
 * sums of these: so few roundings follow each other. */
static Status find_means(double *mean, Mat X, Vec y, double *sums,
                         StopFlag stop) {
  const size_t n = X.cols;
  memset(mean, 0, (n + 1) * sizeof *mean);
  for (size_t i = 0; i < X.rows; i += ROWS) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    const Mat rows = block_at(X, i);
    memset(sums, 0, (n + 1) * sizeof *sums);
    for (size_t k = 0; k < rows.rows; k++) {
      const double *x = mat_at(rows, k, 0);
      for (size_t j = 0; j < n; j++) sums[j] += x[j];
      sums[n] += *vec_at(y, i + k);
    }
    for (size_t j = 0; j <= n; j++) mean[j] += sums[j];
  }
  for (size_t j = 0; j <= n; j++) mean[j] /= (double)X.rows;
  return status_ok();
}

/* G's lower half, without its last row, both ways into H; that row into r. */
static void share_out(double *H, double *r, const double *G, size_t n,
                      double m) {
  for (size_t j = 0; j < n; j++) {
    for (size_t k = 0; k <= j; k++)
      H[j * n + k] = H[k * n + j] = G[j * (n + 1) + k] / m;
    r[j] = G[n * (n + 1) + j] / m;
  }
}

Status columns_gram(double *H, double *r, double *mean, Mat X, Vec y,
                    double *scratch, StopFlag stop) {
  const size_t p = X.cols + 1;
  double *columns = scratch, *G = columns + p * STEP;
  Status s = find_means(mean, X, y, columns, stop);
  if (s.code != STATUS_OK) return s;
  memset(G, 0, p * p * sizeof *G);
  for (size_t i = 0; i < X.rows; i += ROWS) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    const Mat rows = block_at(X, i);
    turn(columns, rows, vec_part(y, i, rows.rows), mean);
    add_products(G, columns, p);
  }
  share_out(H, r, G, X.cols, (double)X.rows);
  return s;
}
