/* This file is compiled with -fassociative-math (see the Makefile): sums of
 * products are vectorized only if they may be reordered. */
#include "core/optim/quadratic_objective.h"

#include <math.h>
#include <string.h>

#include "core/linalg/cholesky.h"
#include "core/linalg/centered_gram.h"
#include "core/simd.h"

/* The products cost about as much as nine iterations over the rows, and one more
 * for every four columns. With few more rows than columns there is no gain, and
 * beyond MOST columns the n² numbers no longer fit in the cache. */
enum { FEWEST_ITERATIONS = 12, ROWS_PER_COLUMN = 16, MOST = 300 };

bool quadratic_objective_pays(const Glm *model, size_t m, size_t iterations) {
  const size_t n = model->features;
  return model->kind == GLM_LINEAR && model->intercept && n <= MOST &&
         m >= ROWS_PER_COLUMN * (n + 1) &&
         iterations >= FEWEST_ITERATIONS + n / 4;
}

/* The arrays of a QuadraticObjective, followed by those used only at the start:
 * products, then L in the same place, then a gradient and its pass. */
static size_t rest_scratch(const Blocks *blocks, const Glm *model) {
  const size_t n = model->features;
  const size_t products = centered_gram_scratch(blocks, n);
  const size_t pass = n + 1 + glm_cost_scratch(blocks, model);
  const size_t most = products > pass ? products : pass;
  return most > n * n ? most : n * n;
}

size_t quadratic_objective_scratch(const Glm *model, const Examples *e) {
  const size_t n = model->features;
  const Blocks blocks = examples_blocks(e);
  return n * n + 4 * n + 2 + rest_scratch(&blocks, model);
}

static double *lay_out(QuadraticObjective *g, size_t n, double *scratch) {
  g->n = n;
  g->H = scratch;
  g->mean = g->H + n * n;
  g->point = g->mean + n + 1;
  g->slope = g->point + n + 1;
  g->delta = g->slope + n;
  return g->delta + n;
}

/* -- the solution --------------------------------------------------------- */

/* Are all columns close enough to 0 that centering keeps their digits? */
static bool is_near(const QuadraticObjective *g) {
  static const double FAR = 1e5;
  for (size_t j = 0; j < g->n; j++)
    if (!(fabs(g->mean[j]) <= FAR * sqrt(g->H[j * g->n + j]))) return false;
  return true;
}

/* w₀ and b₀ from H and Cᵀ(y - ȳ)/m, which is passed in the place of w₀. */
static bool find_point(QuadraticObjective *g, double mean_y, double *L) {
  static const double NARROW = 1e-6;
  const size_t n = g->n;
  if (!is_near(g) || !cholesky_factor(L, g->H, n, NARROW)) return false;
  cholesky_solve(g->point, L, n);
  g->point[n] = mean_y;
  for (size_t j = 0; j < n; j++) g->point[n] -= g->point[j] * g->mean[j];
  return true;
}

/* J₀, s and r from a pass over the rows. */
static Status look_around(QuadraticObjective *g, const Glm *model, Examples e,
                          double *gradient, StopFlag stop) {
  const size_t n = g->n;
  Glm there = *model;
  there.theta = g->point;
  there.lambda = 0;
  Status s = glm_cost(&g->cost, gradient, &there, e, stop);
  g->slope_b = gradient[n];
  for (size_t j = 0; j < n; j++)
    g->slope[j] = gradient[j] - g->mean[j] * gradient[n];
  return s;
}

Status quadratic_objective_start(QuadraticObjective *g, bool *usable,
                                 const Glm *model, Examples e, double *scratch,
                                 StopFlag stop) {
  const size_t n = e.X.cols;
  double *rest = lay_out(g, n, scratch);
  g->share = model->lambda / e.total;
  e.blocks = examples_blocks(&e);
  e.blocks.scratch = rest;
  e.blocks.room = rest_scratch(&e.blocks, model);
  Status s = centered_gram(g->H, g->point, g->mean, NULL,
                           &(GramInput){e.X, e.y, e.weight, e.total, e.blocks},
                           true, stop);
  if (s.code != STATUS_OK) return s;
  *usable = find_point(g, g->mean[n], rest);
  if (!*usable) return s;
  double *gradient = blocks_take(&e.blocks, n + 1);
  s = look_around(g, model, e, gradient, stop);
  *usable = isfinite(g->cost);
  return s;
}

/* -- evaluating ----------------------------------------------------------- */

INLINE double row_times(const double *row, const double *v, size_t n) {
  double sum = 0;
  for (size_t j = 0; j < n; j++) sum += row[j] * v[j];
  return sum;
}

Status quadratic_objective_evaluate(void *context, const double *theta,
                                    double *cost, double *gradient) {
  const QuadraticObjective *g = context;
  const size_t n = g->n;
  double shift = theta[n] - g->point[n], sum = g->cost, penalty = 0;
  for (size_t j = 0; j < n; j++) {
    g->delta[j] = theta[j] - g->point[j];
    shift += g->delta[j] * g->mean[j];
    penalty += theta[j] * theta[j];
  }
  gradient[n] = g->slope_b + shift;
  sum += shift * (g->slope_b + shift / 2) + g->share * penalty / 2;
  for (size_t j = 0; j < n; j++) {
    const double h = row_times(g->H + j * n, g->delta, n);
    sum += g->delta[j] * (g->slope[j] + h / 2);
    gradient[j] =
      g->slope[j] + h + g->mean[j] * gradient[n] + g->share * theta[j];
  }
  *cost = sum;
  return status_ok();
}

void quadratic_objective_curvature(const QuadraticObjective *g,
                                   double *hessian) {
  const size_t n = g->n, p = n + 1;
  for (size_t j = 0; j < n; j++) {
    for (size_t k = 0; k < n; k++)
      hessian[j * p + k] = g->H[j * n + k] + g->mean[j] * g->mean[k];
    hessian[j * p + j] += g->share;
    hessian[j * p + n] = hessian[n * p + j] = g->mean[j];
  }
  hessian[n * p + n] = 1;
}
