#include "core/optim/sgd.h"

#include <math.h>
#include <string.h>

#include "core/linalg/kernel.h"
#include "core/model/softmax.h"

/* Adds the gradient of one example, times `weight`. */
static Status add_example(double *gradient, const Glm *model,
                          const Examples *all, size_t i, double weight) {
  const size_t n = all->X.cols;
  Examples one = examples_part(all, i, 1);
  double z = 0;
  if (model->kind == GLM_SOFTMAX) {
    if (one.weight.n) one.weight = vec_of(&weight, 1);
    Status s = softmax_add(&z, gradient, model, &one, NULL);
    s.i = i;
    return s;
  }
  kernel_sums(&z, model->theta, one.X);
  z += examples_offset(all, i);
  const double f = model->kind == GLM_LINEAR    ? z
                   : model->kind == GLM_POISSON ? exp(z)
                                                : vec_sigmoid_of(z);
  const double e = weight * (f - *vec_at(all->y, i));
  vec_axpy(vec_of(gradient, n), e, mat_row(all->X, i));
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

static Status take_step(double *theta, const Sgd *how, const Glm *model,
                        const Examples *e, const size_t *examples,
                        size_t count) {
  const size_t p = model_size(model);
  const double per_weight = (double)how->count / e->total;
  double *g = how->gradient;
  memset(g, 0, p * sizeof *g);
  for (size_t k = 0; k < count; k++) {
    const size_t i = examples[k];
    Status s = add_example(g, model, e, i, per_weight * examples_weight(e, i));
    if (s.code != STATUS_OK) return s;
  }
  for (size_t j = 0; j < p; j++) g[j] /= (double)count;
  const double shrink = model->lambda / e->total;
  for (size_t first = 0; first < p; first += e->X.cols + 1)
    move(theta + first, g + first, model, how->alpha, shrink);
  return status_ok();
}

Status sgd_epoch(double *theta, const Sgd *how, const Glm *model, Examples e,
                 StopFlag stop) {
  Glm now = *model;
  now.theta = theta;
  rng_shuffle(how->rng, how->order, how->count);
  for (size_t i = 0; i < how->count; i += how->batch) {
    if (i % 1024 < how->batch && stop_asked(stop))
      return status_error(STATUS_STOPPED, i, 0, 0);
    size_t left = how->count - i, count = left < how->batch ? left : how->batch;
    Status s = take_step(theta, how, &now, &e, how->order + i, count);
    if (s.code != STATUS_OK) return s;
  }
  return status_ok();
}
