#include "core/model/stable_alpha.h"

#include <math.h>

#include "core/linalg/centered_gram.h"
#include "core/linalg/gram.h"
#include "core/linalg/product.h"

/* -- the largest eigenvalue -------------------------------------------------- */

/* Up to this order it is that of a tridiagonal matrix, without BLAS, which takes
 * about order³ operations; else that of power iteration. */
enum { MOST_DIRECT = 200 };

/* G <- P G P, from row and column k on, with Householder's reflection
 * P = I - 2 v vᵀ / vᵀv (Golub and Van Loan 2013, 8.3.1); u is scratch. */
static void reflect(Mat G, size_t k, const double *v, double *u) {
  const size_t p = G.rows;
  double square = 0, along = 0;
  for (size_t i = k; i < p; i++) square += v[i] * v[i];
  for (size_t i = k; i < p; i++) {
    u[i] = 0;
    for (size_t j = k; j < p; j++) u[i] += *mat_at(G, i, j) * v[j];
    u[i] *= 2 / square;
    along += u[i] * v[i];
  }
  for (size_t i = k; i < p; i++) u[i] -= along / square * v[i];
  for (size_t i = k; i < p; i++)
    for (size_t j = k; j < p; j++)
      *mat_at(G, i, j) -= v[i] * u[j] + u[i] * v[j];
}

/* Makes the symmetric G tridiagonal; its elements are at most 1. */
static void make_tridiagonal(Mat G, double *v, double *u) {
  for (size_t k = 1; k + 1 < G.rows; k++) {
    double square = 0;
    for (size_t i = k; i < G.rows; i++) {
      v[i] = *mat_at(G, i, k - 1);
      square += v[i] * v[i];
    }
    if (!(square > v[k] * v[k])) continue;
    const double length = copysign(sqrt(square), v[k]);
    v[k] += length;
    reflect(G, k, v, u);
    *mat_at(G, k, k - 1) = -length;
  }
}

/* Is every eigenvalue of the tridiagonal G below x? By the signs of the pivots
 * of G - x (Sturm). */
static bool is_above(Mat G, double x) {
  double pivot = -1;
  for (size_t i = 0; i < G.rows; i++) {
    const double beside = i ? *mat_at(G, i, i - 1) : 0;
    pivot = *mat_at(G, i, i) - x - beside * beside / pivot;
    if (!(pivot < 0)) return false;
  }
  return true;
}

/* Bisection between the largest diagonal element and Gershgorin's bound. */
static double largest_of_tridiagonal(Mat G) {
  double low = 0, high = 0;
  for (size_t i = 0; i < G.rows; i++) {
    const double before = i ? fabs(*mat_at(G, i, i - 1)) : 0;
    const double after = i + 1 < G.rows ? fabs(*mat_at(G, i + 1, i)) : 0;
    low = fmax(low, *mat_at(G, i, i));
    high = fmax(high, *mat_at(G, i, i) + before + after);
  }
  high *= 1 + 1e-15;
  for (;;) {
    const double middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) return high;
    if (is_above(G, middle))
      high = middle;
    else
      low = middle;
  }
}

/* Of a symmetric G without negative eigenvalues, which is overwritten. Dividing
 * by a power of two is exact. */
static double direct_eigenvalue(Mat G, double *v, double *u) {
  double trace = 0;
  for (size_t j = 0; j < G.rows; j++) trace += *mat_at(G, j, j);
  if (!(trace > 0) || !isfinite(trace)) return trace;
  const int power = ilogb(trace) + 1;
  for (size_t i = 0; i < G.rows; i++)
    for (size_t j = 0; j < G.cols; j++)
      *mat_at(G, i, j) = ldexp(*mat_at(G, i, j), -power);
  make_tridiagonal(G, v, u);
  return ldexp(largest_of_tridiagonal(G), power);
}

/* Power iteration: v <- G v / |G v|; |G v| tends to λmax from below. */
static double iterated_eigenvalue(Mat G, Vec v, Vec next, StopFlag stop) {
  enum { MOST = 10000 };
  double lambda = 0;
  for (size_t j = 0; j < v.n; j++) v.d[j] = 1 + (double)j / (double)v.n;
  for (int i = 0; i < MOST && !stop_asked(stop); i++) {
    double size = vec_norm(v), before = lambda;
    for (size_t j = 0; j < v.n; j++) v.d[j] /= size;
    product_mat_vec(next, G, v, NULL);
    lambda = vec_norm(next);
    vec_copy(v, next);
    if (!isfinite(lambda) || fabs(lambda - before) <= 1e-14 * lambda) break;
  }
  return lambda;
}

static double largest_eigenvalue(Mat G, Vec v, Vec next, StopFlag stop) {
  return G.rows <= MOST_DIRECT ? direct_eigenvalue(G, v.d, next.d)
                               : iterated_eigenvalue(G, v, next, stop);
}

/* -- the limit of alpha ------------------------------------------------------ */

/* The upper bound of Aᵀ D A relative to AᵀA: for a softmax model, I ⊗ AᵀA/2
 * bounds the curvature (Böhning 1992). */
static double most_weight(GlmKind kind) {
  switch (kind) {
  case GLM_LINEAR: return 1;
  case GLM_LOGISTIC: return 0.25;
  case GLM_SOFTMAX: return 0.5;
  case GLM_POISSON: return 1;
  }
  return 1;
}

/* From G (p × p), followed by room for two vectors. */
static Status alpha_of(double *alpha, const Glm *model, double *G, double m,
                       StopFlag stop) {
  const size_t p = model->features + 1;
  double *v = G + p * p;
  double curvature =
    largest_eigenvalue(mat_of(G, p, p), vec_of(v, p), vec_of(v + p, p), stop);
  if (stop_asked(stop)) return status_error(STATUS_STOPPED, 0, 0, 0);
  *alpha = 2 / (most_weight(model->kind) * curvature + model->lambda / m);
  return status_ok();
}

Status stable_alpha(double *alpha, const Glm *model, Examples e,
                    double *scratch, StopFlag stop) {
  const size_t p = model->features + 1;
  Glm flat = *model;
  flat.theta = NULL;
  flat.classes = 1;
  if (flat.kind == GLM_SOFTMAX) flat.kind = GLM_LINEAR;
  vec_fill(vec_of(scratch, p * p), 0);
  Status s = glm_add_curvature(scratch, &flat, &e, stop);
  if (s.code != STATUS_OK) return s;
  gram_finish(mat_of(scratch, p, p), e.total, flat.intercept);
  return alpha_of(alpha, model, scratch, e.total, stop);
}

/* The Gram matrix of z-scores holds correlations; a constant column becomes 0.
 * z-scores are orthogonal to the ones. */
static void correlate(Mat G, const double *H, bool intercept) {
  const size_t n = G.rows - 1;
  for (size_t j = 0; j < n; j++)
    for (size_t k = 0; k < n; k++) {
      const double lengths = sqrt(H[j * n + j]) * sqrt(H[k * n + k]);
      *mat_at(G, j, k) = lengths > 0 ? H[j * n + k] / lengths : 0;
    }
  vec_fill(mat_row(G, n), 0);
  vec_fill(mat_col(G, n), 0);
  *mat_at(G, n, n) = intercept;
}

size_t stable_alpha_zscore_scratch(const Examples *e) {
  const size_t n = e->X.cols, p = n + 1;
  const Blocks blocks = examples_blocks(e);
  const size_t products = n * n + n + p + centered_gram_scratch(&blocks, n);
  return p * p + (products > 2 * p ? products : 2 * p);
}

Status stable_alpha_zscore(double *alpha, const Glm *model, Examples e,
                           double *scratch, StopFlag stop) {
  const size_t n = model->features, p = n + 1;
  double *H = scratch + p * p, *with_y = H + n * n, *mean = with_y + n;
  *alpha = INFINITY;
  if (model->kind == GLM_POISSON) return status_ok();
  e.blocks = examples_blocks(&e);
  e.blocks.scratch = mean + p;
  e.blocks.room = centered_gram_scratch(&e.blocks, n);
  Status s = centered_gram(
    H, with_y, mean, NULL,
    &(GramInput){e.X, mat_col(e.X, 0), e.weight, e.total, e.blocks}, true,
    stop);
  if (s.code != STATUS_OK) return s;
  correlate(mat_of(scratch, p, p), H, model->intercept);
  return alpha_of(alpha, model, scratch, e.total, stop);
}
