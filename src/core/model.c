#include "model.h"

#include <math.h>
#include <string.h>

#include "exponential.h"
#include "kernel.h"

/* -- a block of rows ------------------------------------------------------ */

/* Buffers for a block: sums w·x + b, errors, targets side by side. */
typedef struct Block {
  double z[KERNEL_MOST_ROWS], e[KERNEL_MOST_ROWS], y[KERNEL_MOST_ROWS];
} Block;

/* The rows from `from` on that make the next block. */
static Mat next_block(Mat X, size_t from) {
  size_t rows = kernel_rows(X.cols), left = X.rows - from;
  return mat_part(X, from, left < rows ? left : rows);
}

/* Errors f - y of the rows into block->e; gives the sum of their losses. */
static double block_errors(Block *block, const Model *model, Mat rows, Vec y) {
  const size_t n = rows.rows;
  kernel_sums(block->z, model->theta, rows);
  vec_copy(vec_of(block->y, n), y);
  return model->kind == MODEL_LINEAR
             ? kernel_squares(block->e, block->z, block->y, n)
             : many_entropies(block->e, block->z, block->y, n);
}

/* -- every row ------------------------------------------------------------ */

Status model_value(Vec out, const Model *model, Mat X, StopFlag stop) {
  Block block;
  for (size_t i = 0; i < X.rows;) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    Mat rows = next_block(X, i);
    kernel_sums(block.z, model->theta, rows);
    if (model->kind == MODEL_LOGISTIC)
      many_sigmoid(block.z, block.z, rows.rows);
    vec_copy(vec_part(out, i, rows.rows), vec_of(block.z, rows.rows));
    i += rows.rows;
  }
  return status_ok();
}

/* log(1 + e^z) - y z, written so that e^z cannot overflow. */
static double cross_entropy(double z, double y) {
  return fmax(z, 0) - y * z + log1p(exp(-fabs(z)));
}

static double loss_of(ModelKind kind, double z, double y) {
  return kind == MODEL_LINEAR ? (z - y) * (z - y) / 2 : cross_entropy(z, y);
}

Status model_loss(Vec out, const Model *model, Mat X, Vec y, StopFlag stop) {
  Block block;
  for (size_t i = 0; i < X.rows;) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    Mat rows = next_block(X, i);
    kernel_sums(block.z, model->theta, rows);
    for (size_t k = 0; k < rows.rows; k++, i++)
      *vec_at(out, i) = loss_of(model->kind, block.z[k], *vec_at(y, i));
  }
  return status_ok();
}

/* λ/2m Σ w², and its gradient. */
static double add_penalty(double *gradient, const Model *model, double m) {
  double squares = 0;
  for (size_t j = 0; model->lambda > 0 && j < model->features; j++) {
    squares += model->theta[j] * model->theta[j];
    gradient[j] += model->lambda / m * model->theta[j];
  }
  return model->lambda / (2 * m) * squares;
}

Status model_cost(double *cost, double *gradient, const Model *model, Mat X,
                  Vec y, StopFlag stop) {
  Block block;
  const double m = (double)X.rows;
  double loss = 0;
  memset(gradient, 0, model_size(model) * sizeof *gradient);
  for (size_t i = 0; i < X.rows;) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    Mat rows = next_block(X, i);
    loss += block_errors(&block, model, rows, vec_part(y, i, rows.rows));
    kernel_gradient(gradient, block.e, rows);
    i += rows.rows;
  }
  for (size_t j = 0; j <= model->features; j++) gradient[j] /= m;
  *cost = loss / m + add_penalty(gradient, model, m);
  return status_ok();
}

Status model_check_targets(const Model *model, Mat X, Vec y) {
  if (X.rows != y.n) return status_error(STATUS_SHAPE, X.rows, y.n, 0);
  if (!X.rows) return status_error(STATUS_EMPTY, 0, 0, 0);
  for (size_t i = 0; i < y.n; i++) {
    const double value = *vec_at(y, i);
    if (!isfinite(value)) return status_error(STATUS_NONFINITE, i, 0, value);
    if (model->kind == MODEL_LOGISTIC && value != 0 && value != 1)
      return status_error(STATUS_LABEL, i, 0, value);
  }
  return status_ok();
}

/* -- the largest stable alpha --------------------------------------------- */

/* G += Aᵀ D A over the rows, lower half; the column of ones is the last of A.
 * `by` holds D. */
static void add_gram(Mat G, Mat rows, const double *by) {
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

/* Divides by m, adds the penalty, and copies the lower half to the upper. */
static void finish_gram(Mat G, double m, double lambda) {
  const size_t n = G.rows - 1;
  for (size_t j = 0; j <= n; j++)
    for (size_t k = 0; k <= j; k++) {
      *mat_at(G, j, k) /= m;
      if (j == k && j < n) *mat_at(G, j, k) += lambda / m;
      *mat_at(G, k, j) = *mat_at(G, j, k);
    }
}

/* Aᵀ D A/m + λ/m; D is 1 when theta is not there or the model is linear. */
static Status weighted_gram(Mat G, const Model *model, Mat X, double lambda,
                            StopFlag stop) {
  Block block;
  vec_fill(mat_flat(G), 0);
  vec_fill(vec_of(block.e, KERNEL_MOST_ROWS), 1);
  for (size_t i = 0; i < X.rows;) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    Mat rows = next_block(X, i);
    if (model->theta && model->kind == MODEL_LOGISTIC) {
      kernel_sums(block.z, model->theta, rows);
      many_sigmoid(block.z, block.z, rows.rows);
      for (size_t k = 0; k < rows.rows; k++)
        block.e[k] = block.z[k] * (1 - block.z[k]);
    }
    add_gram(G, rows, block.e);
    i += rows.rows;
  }
  finish_gram(G, (double)X.rows, lambda);
  return status_ok();
}

Status model_curvature(double *hessian, const Model *model, Mat X,
                       StopFlag stop) {
  const size_t p = model_size(model);
  return weighted_gram(mat_of(hessian, p, p), model, X, model->lambda, stop);
}

/* Power iteration: v <- G v / |G v|; |G v| tends to λmax from below. */
static double largest_eigenvalue(Mat G, Vec v, Vec next, StopFlag stop) {
  enum { MOST = 10000 };
  double lambda = 0;
  for (size_t j = 0; j < v.n; j++) v.d[j] = 1 + (double)j / (double)v.n;
  for (int i = 0; i < MOST && !stop_asked(stop); i++) {
    double size = vec_norm(v), before = lambda;
    for (size_t j = 0; j < v.n; j++) v.d[j] /= size;
    mat_vec(next, G, v, NULL);
    lambda = vec_norm(next);
    vec_copy(v, next);
    if (!isfinite(lambda) || fabs(lambda - before) <= 1e-14 * lambda) break;
  }
  return lambda;
}

Status model_stable_alpha(double *alpha, const Model *model, Mat X,
                          double *scratch, StopFlag stop) {
  const size_t p = model_size(model);
  Mat G = mat_of(scratch, p, p);
  Model flat = *model;
  flat.theta = NULL;
  Status s = weighted_gram(G, &flat, X, 0, stop);
  if (s.code != STATUS_OK) return s;
  double curvature = largest_eigenvalue(G, vec_of(scratch + p * p, p),
                                        vec_of(scratch + p * p + p, p), stop);
  if (stop_asked(stop)) return status_error(STATUS_STOPPED, 0, 0, 0);
  if (model->kind == MODEL_LOGISTIC) curvature /= 4;
  *alpha = 2 / (curvature + model->lambda / (double)X.rows);
  return status_ok();
}
