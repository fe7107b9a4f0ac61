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

/* The weights and targets of a block of rows, contiguous; where the weight is
 * 0, the target may be any number, and 0 is taken. */
typedef struct Weighed {
  double weight[ROWS], y[ROWS];
} Weighed;

static void read_weighed(Weighed *out, Vec weight, Vec y, size_t i, size_t m) {
  for (size_t k = 0; k < m; k++) {
    out->weight[k] = *vec_at(weight, i + k);
    out->y[k] = out->weight[k] > 0 ? *vec_at(y, i + k) : 0;
  }
}

static double weighed_sum(const Weighed *rows, size_t m) {
  double sum = 0;
  for (size_t k = 0; k < m; k++) sum += rows->weight[k] * rows->y[k];
  return sum;
}

/* Adds the means of the columns of X and of y to `mean`, which starts at 0.
 * Sums of blocks of rows limit the accumulation of rounding errors. */
static Status find_means(double *mean, Mat X, Vec y, Vec weight, double total,
                         double *sums, StopFlag stop) {
  const size_t n = X.cols;
  Weighed of;
  vec_fill(vec_of(of.weight, ROWS), 1);
  for (size_t i = 0; i < X.rows; i += ROWS) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    const Mat rows = block_at(X, i);
    memset(sums, 0, (n + 1) * sizeof *sums);
    if (weight.n) read_weighed(&of, weight, y, i, rows.rows);
    kernel_gradient(sums, of.weight, rows);
    for (size_t j = 0; j < n; j++) mean[j] += sums[j];
    mean[n] += weight.n ? weighed_sum(&of, rows.rows)
                        : vec_sum(vec_part(y, i, rows.rows), NULL);
  }
  for (size_t j = 0; j <= n; j++) mean[j] /= total;
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
                     Vec weight, bool centered, double *scratch,
                     StopFlag stop) {
  const size_t p = X.cols + 1;
  const double total = weight.n ? vec_sum(weight, NULL) : (double)X.rows;
  Weighed of;
  const Mat G = mat_of(scratch, p, p);
  Status s = status_ok();
  memset(mean, 0, p * sizeof *mean);
  if (centered) s = find_means(mean, X, y, weight, total, scratch, stop);
  if (s.code != STATUS_OK) return s;
  vec_fill(mat_flat(G), 0);
  for (size_t i = 0; i < X.rows; i += ROWS) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    const Mat rows = block_at(X, i);
    if (weight.n) read_weighed(&of, weight, y, i, rows.rows);
    gram_add(G, &(GramRows){.X = rows,
                            .last = weight.n ? vec_of(of.y, rows.rows)
                                             : vec_part(y, i, rows.rows),
                            .weight = weight.n ? of.weight : NULL,
                            .center = mean});
  }
  share_out(H, r, G.d, X.cols, total);
  return s;
}
