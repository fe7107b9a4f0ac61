#include "core/linalg/centered_gram.h"

#include <string.h>

#include "core/linalg/gram.h"
#include "core/linalg/kernel.h"
#include "core/linalg/vec_reduce.h"

/* Rows per partial sum and between polls of the stop flag. */
enum { ROWS = 512 };

size_t centered_gram_scratch(const Blocks *blocks, size_t n) {
  const size_t p = n + 1, means = blocks_scratch(blocks, p, p);
  const size_t products = p * p + blocks_scratch(blocks, p * p, 0);
  return means > products ? means : products;
}

typedef struct Pass {
  const GramInput *of;
  const double *mean; /* what is subtracted */
  StopFlag stop;
} Pass;

/* Up to ROWS rows of the part, from its row i on. */
static Mat rows_at(const Pass *pass, const BlockPart *part, size_t i) {
  const size_t left = part->rows - i;
  return mat_part(pass->of->X, part->from + i, left < ROWS ? left : ROWS);
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

/* Adds the sums of the columns of X and of y. Sums of a few rows limit the
 * accumulation of rounding errors. */
static Status add_sums(void *context, const BlockPart *part, double *sums) {
  const Pass *pass = context;
  const Vec y = pass->of->y, weight = pass->of->weight;
  const size_t n = pass->of->X.cols;
  double *some = part->own;
  Weighed of;
  vec_fill(vec_of(of.weight, ROWS), 1);
  for (size_t i = 0; i < part->rows; i += ROWS) {
    if (stop_asked(pass->stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    const Mat rows = rows_at(pass, part, i);
    memset(some, 0, (n + 1) * sizeof *some);
    if (weight.n) read_weighed(&of, weight, y, part->from + i, rows.rows);
    kernel_gradient(some, of.weight, rows);
    for (size_t j = 0; j < n; j++) sums[j] += some[j];
    sums[n] += weight.n ? weighed_sum(&of, rows.rows)
                        : vec_sum(vec_part(y, part->from + i, rows.rows), NULL);
  }
  return status_ok();
}

/* Adds the products of the columns of X and y, less their means. */
static Status add_products(void *context, const BlockPart *part, double *sums) {
  const Pass *pass = context;
  const Vec y = pass->of->y, weight = pass->of->weight;
  const size_t p = pass->of->X.cols + 1;
  Weighed of;
  for (size_t i = 0; i < part->rows; i += ROWS) {
    if (stop_asked(pass->stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    const Mat rows = rows_at(pass, part, i);
    if (weight.n) read_weighed(&of, weight, y, part->from + i, rows.rows);
    gram_add(mat_of(sums, p, p),
             &(GramRows){.X = rows,
                         .last = weight.n
                                   ? vec_of(of.y, rows.rows)
                                   : vec_part(y, part->from + i, rows.rows),
                         .weight = weight.n ? of.weight : NULL,
                         .center = pass->mean});
  }
  return status_ok();
}

static Status find_means(double *mean, Pass *pass) {
  const size_t p = pass->of->X.cols + 1;
  const BlockSum what = {
    .function = add_sums, .context = pass, .width = p, .own = p};
  const Status s = blocks_sum(mean, &pass->of->blocks, &what, pass->stop);
  for (size_t j = 0; j < p; j++) mean[j] /= pass->of->total;
  return s;
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

Status centered_gram(double *H, double *r, double *mean, double *square,
                     const GramInput *input, bool centered, StopFlag stop) {
  const size_t p = input->X.cols + 1;
  Pass pass = {input, mean, stop};
  Blocks blocks = input->blocks;
  double *G = blocks_take(&blocks, p * p);
  const BlockSum what = {
    .function = add_products, .context = &pass, .width = p * p};
  Status s = status_ok();
  memset(mean, 0, p * sizeof *mean);
  if (centered) s = find_means(mean, &pass);
  if (s.code == STATUS_OK) s = blocks_sum(G, &blocks, &what, stop);
  if (s.code != STATUS_OK) return s;
  share_out(H, r, G, p - 1, input->total);
  if (square) *square = G[p * p - 1] / input->total;
  return s;
}
