#include "core/optim/sgd.h"

#include <string.h>

#include "core/linalg/kernel.h"
#include "core/model/softmax.h"

/* Adds the gradient of one example. */
static Status add_example(double *gradient, const Glm *model, Mat X, size_t i,
                          double target) {
  const size_t n = X.cols;
  const Mat row = mat_part(X, i, 1);
  double z = 0;
  if (model->kind == GLM_SOFTMAX) {
    Status s = softmax_add(&z, gradient, model, row, vec_of(&target, 1), NULL);
    s.i = i;
    return s;
  }
  kernel_sums(&z, model->theta, row);
  const double f = model->kind == GLM_LINEAR ? z : vec_sigmoid_of(z);
  const double e = f - target;
  vec_axpy(vec_of(gradient, n), e, mat_row(X, i));
  gradient[n] += e;
  return status_ok();
}

/* Updates theta of one class by its mean gradient. */
static void move(double *theta, const double *gradient, const Glm *model,
                 double alpha, double shrink) {
  const size_t n = model->features;
  for (size_t j = 0; j < n; j++)
    theta[j] -= alpha * (gradient[j] + shrink * theta[j]);
  if (model->intercept) theta[n] -= alpha * gradient[n];
}

static Status take_step(double *theta, const Sgd *how, const Glm *model, Mat X,
                        Vec y, const size_t *examples, size_t count) {
  const size_t p = model_size(model);
  double *g = how->gradient;
  memset(g, 0, p * sizeof *g);
  for (size_t k = 0; k < count; k++) {
    const size_t i = examples[k];
    Status s = add_example(g, model, X, i, *vec_at(y, i));
    if (s.code != STATUS_OK) return s;
  }
  for (size_t j = 0; j < p; j++) g[j] /= (double)count;
  const double shrink = model->lambda / (double)X.rows;
  for (size_t first = 0; first < p; first += X.cols + 1)
    move(theta + first, g + first, model, how->alpha, shrink);
  return status_ok();
}

Status sgd_epoch(double *theta, const Sgd *how, const Glm *model, Mat X, Vec y,
                 StopFlag stop) {
  Glm now = *model;
  now.theta = theta;
  rng_shuffle(how->rng, how->order, X.rows);
  for (size_t i = 0; i < X.rows; i += how->batch) {
    if (i % 1024 < how->batch && stop_asked(stop))
      return status_error(STATUS_STOPPED, i, 0, 0);
    size_t left = X.rows - i, count = left < how->batch ? left : how->batch;
    Status s = take_step(theta, how, &now, X, y, how->order + i, count);
    if (s.code != STATUS_OK) return s;
  }
  return status_ok();
}
