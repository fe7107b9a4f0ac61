#include "gram.h"

void gram_add(Mat G, Mat rows, const double *by) {
  const size_t n = rows.cols;
  for (size_t i = 0; i < rows.rows; i++) {
    const double *x = mat_at(rows, i, 0);
    for (size_t j = 0; j < n; j++) {
      const double scaled = by[i] * x[j];
      double *g = mat_at(G, j, 0);
      for (size_t k = 0; k <= j; k++) g[k] += scaled * x[k];
      *mat_at(G, n, j) += scaled;
    }
    *mat_at(G, n, n) += by[i];
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
