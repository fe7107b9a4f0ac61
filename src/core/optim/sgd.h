/* sgd.h - one epoch of stochastic gradient descent: the examples in random
 * order, one step per batch (Robbins and Monro 1951). */
#ifndef CORE_OPTIM_SGD_H
#define CORE_OPTIM_SGD_H

#include "core/model/glm.h"
#include "core/stats/rng.h"

typedef struct Sgd {
  size_t batch; /* examples per step, at least 1 */
  double alpha;
  Rng *rng;
  size_t *order;    /* the examples of weight above 0, reshuffled each epoch */
  size_t count;     /* how many */
  double *gradient; /* model_size(model) */
} Sgd;

/* Updates theta count / batch times (rounded up); each step uses the mean
 * gradient of its batch plus the whole penalty λ/m w. With weights, each
 * gradient is multiplied by its example's weight relative to the mean weight, so
 * that the mean over an epoch is that of glm_cost. After STATUS_STOPPED, or
 * STATUS_LABEL for a y that is not a class of a softmax model, theta is partly
 * updated. model->theta is not read. */
Status sgd_epoch(double *theta, const Sgd *how, const Glm *model, Examples e,
                 StopFlag stop);

#endif
