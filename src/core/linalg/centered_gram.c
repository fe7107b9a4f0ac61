#include "core/linalg/centered_gram.h"

#include <string.h>

#include "core/linalg/gram.h"
#include "core/linalg/kernel.h"
#include "core/linalg/vec_reduce.h"

/* Rows per partial sum and between polls of the stop flag. */
enum { ROWS = 512 };

size_t centered_gram_scratch(size_t n) { return (n + 1) * (n + 1); }

static Mat block_at(Mat X, size_t i) {
  return mat_part(X, i, X.rows - i < ROWS ? X.rows - i : ROWS);
}

/* Adds the means of the columns of X and of y to `mean`, which starts at 0.
 * Sums of blocks of rows limit the accumulation of rounding errors. */
static Status find_means(double *mean, Mat X, Vec y, double *sums,
                         StopFlag stop) {
  const size_t n = X.cols;
  double ones[ROWS];
  vec_fill(vec_of(ones, ROWS), 1);
  for (size_t i = 0; i < X.rows; i += ROWS) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    const Mat rows = block_at(X, i);
    memset(sums, 0, (n + 1) * sizeof *sums);
    kernel_gradient(sums, ones, rows);
    for (size_t j = 0; j < n; j++) mean[j] += sums[j];
    mean[n] += vec_sum(vec_part(y, i, rows.rows), NULL);
  }
  for (size_t j = 0; j <= n; j++) mean[j] /= (double)X.rows;
  return status_ok();
}

/* Copies G's lower half to both halves of H, and its last row to r. */
static void share_out(double *H, double *r, const double *G, size_t n,
                      double m) {
  for (size_t j = 0; j < n; j++) {
    for (size_t k = 0; k <= j; k++)
      H[j * n + k] = H[k * n + j] = G[j * (n + 1) + k] / m;
    r[j] = G[n * (n + 1) + j] / m;
  }
}

Status centered_gram(double *H, double *r, double *mean, Mat X, Vec y,
                     bool centered, double *scratch, StopFlag stop) {
  const size_t p = X.cols + 1;
  const Mat G = mat_of(scratch, p, p);
  Status s = status_ok();
  memset(mean, 0, p * sizeof *mean);
  if (centered) s = find_means(mean, X, y, scratch, stop);
  if (s.code != STATUS_OK) return s;
  vec_fill(mat_flat(G), 0);
  for (size_t i = 0; i < X.rows; i += ROWS) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    const Mat rows = block_at(X, i);
    gram_add(G, &(GramRows){.X = rows,
                            .last = vec_part(y, i, rows.rows),
                            .center = mean});
  }
  share_out(H, r, G.d, X.cols, (double)X.rows);
  return s;
}
