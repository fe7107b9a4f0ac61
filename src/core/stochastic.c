#include "stochastic.h"

#include <string.h>

#include "kernel.h"

/* Adds what one example gives to the gradient of theta. */
static void add_example(double *gradient, const double *theta,
                        const Model *model, Mat X, size_t i, double target) {
  const size_t n = X.cols;
  const Mat row = mat_part(X, i, 1);
  double z;
  kernel_sums(&z, theta, row);
  const double f = model->kind == MODEL_LINEAR ? z : sigmoid(z);
  const double e = f - target;
  vec_axpy(vec_of(gradient, n), e, mat_row(X, i));
  gradient[n] += e;
}

static void take_step(double *theta, const Stochastic *how, const Model *model,
                      Mat X, Vec y, const size_t *examples, size_t count) {
  const size_t n = X.cols;
  double *g = how->gradient;
  memset(g, 0, (n + 1) * sizeof *g);
  for (size_t k = 0; k < count; k++)
    add_example(g, theta, model, X, examples[k], *vec_at(y, examples[k]));
  const double shrink = model->lambda / (double)X.rows;
  for (size_t j = 0; j <= n; j++) {
    double penalty = j < n ? shrink * theta[j] : 0;
    theta[j] -= how->alpha * (g[j] / (double)count + penalty);
  }
}

Status stochastic_epoch(double *theta, const Stochastic *how,
                        const Model *model, Mat X, Vec y, StopFlag stop) {
  rng_shuffle(how->rng, how->order, X.rows);
  for (size_t i = 0; i < X.rows; i += how->batch) {
    if (i % 1024 < how->batch && stop_asked(stop))
      return status_error(STATUS_STOPPED, i, 0, 0);
    size_t left = X.rows - i, count = left < how->batch ? left : how->batch;
    take_step(theta, how, model, X, y, how->order + i, count);
  }
  return status_ok();
}
