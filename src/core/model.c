#include "model.h"

#include <math.h>
#include <string.h>

/* -- one example ------------------------------------------------------------------ */

static inline double linear_sum(const double *x, const double *w, size_t n) {
  double z = w[n]; /* the intercept stands behind the weights */
  for (size_t j = 0; j < n; j++) z += w[j] * x[j];
  return z;
}

static inline double value_of(ModelKind kind, double z) {
  return kind == MODEL_LINEAR ? z : sigmoid(z);
}

/* log(1 + e^z) - y z, written so that e^z cannot overflow. */
static inline double cross_entropy(double z, double y) {
  return fmax(z, 0) - y * z + log1p(exp(-fabs(z)));
}

static inline double loss_of(ModelKind kind, double z, double y) {
  return kind == MODEL_LINEAR ? (z - y) * (z - y) / 2 : cross_entropy(z, y);
}

/* Rows between two looks at the stop flag, and in one partial sum. */
static size_t rows_a_block(size_t features) { return 1 + 16384 / features; }

/* -- every example ------------------------------------------------------------------ */

Status model_value(Vec out, const Model *model, Mat X, StopFlag stop) {
  const size_t block = rows_a_block(model->features);
  for (size_t i = 0; i < X.rows; i++) {
    if (i % block == 0 && stop_asked(stop))
      return status_error(STATUS_STOPPED, i, 0, 0);
    double z = linear_sum(mat_at(X, i, 0), model->theta, model->features);
    *vec_at(out, i) = value_of(model->kind, z);
  }
  return status_ok();
}

Status model_loss(Vec out, const Model *model, Mat X, Vec y, StopFlag stop) {
  const size_t block = rows_a_block(model->features);
  for (size_t i = 0; i < X.rows; i++) {
    if (i % block == 0 && stop_asked(stop))
      return status_error(STATUS_STOPPED, i, 0, 0);
    double z = linear_sum(mat_at(X, i, 0), model->theta, model->features);
    *vec_at(out, i) = loss_of(model->kind, z, *vec_at(y, i));
  }
  return status_ok();
}

/* Adds what rows [from, to) give to the gradient, and gives the sum of their
 * losses: prediction, error, loss and gradient while the row is at hand. */
static double add_rows(double *gradient, const Model *model, Mat X, Vec y,
                       size_t from, size_t to) {
  const size_t n = model->features;
  double loss = 0;
  for (size_t i = from; i < to; i++) {
    const double *x = mat_at(X, i, 0), target = *vec_at(y, i);
    const double z = linear_sum(x, model->theta, n);
    const double error = value_of(model->kind, z) - target;
    loss += loss_of(model->kind, z, target);
    for (size_t j = 0; j < n; j++) gradient[j] += error * x[j];
    gradient[n] += error;
  }
  return loss;
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
  const size_t block = rows_a_block(model->features);
  const double m = (double)X.rows;
  memset(gradient, 0, model_size(model->features) * sizeof *gradient);
  double loss = 0;
  for (size_t i = 0; i < X.rows; i += block) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    size_t end = X.rows - i < block ? X.rows : i + block;
    loss += add_rows(gradient, model, X, y, i, end);
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

/* -- the largest stable alpha ---------------------------------------------------------- */

/* G = AᵀA/m in one pass: the lower half, then mirrored. */
static Status gram(Mat G, Mat X, StopFlag stop) {
  const size_t n = X.cols, block = rows_a_block(n * n);
  const double m = (double)X.rows;
  vec_fill(mat_flat(G), 0);
  for (size_t i = 0; i < X.rows; i++) {
    if (i % block == 0 && stop_asked(stop))
      return status_error(STATUS_STOPPED, i, 0, 0);
    const double *x = mat_at(X, i, 0);
    for (size_t j = 0; j < n; j++) {
      for (size_t k = 0; k <= j; k++) *mat_at(G, j, k) += x[j] * x[k] / m;
      *mat_at(G, n, j) += x[j] / m;
    }
  }
  *mat_at(G, n, n) = 1;
  for (size_t j = 0; j <= n; j++)
    for (size_t k = 0; k < j; k++) *mat_at(G, k, j) = *mat_at(G, j, k);
  return status_ok();
}

/* Power iteration: v <- G v / |G v|; |G v| tends to λmax from below. */
static double largest_eigenvalue(Mat G, Vec v, Vec next) {
  enum { MOST = 10000 };
  double lambda = 0;
  for (size_t j = 0; j < v.n; j++) v.d[j] = 1 + (double)j / (double)v.n;
  for (int i = 0; i < MOST; i++) {
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
  const size_t p = model_size(model->features);
  Mat G = mat_of(scratch, p, p);
  Status s = gram(G, X, stop);
  if (s.code != STATUS_OK) return s;
  double curvature = largest_eigenvalue(G, vec_of(scratch + p * p, p),
                                        vec_of(scratch + p * p + p, p));
  if (model->kind == MODEL_LOGISTIC) curvature /= 4;
  *alpha = 2 / (curvature + model->lambda / (double)X.rows);
  return status_ok();
}
