/* softmax.h - the functions of glm.h for a softmax model; internal to core.
 *
 * With z_k = w_k·x + b_k, class k has the probability p_k = e^(z_k) / Σ e^(z_l)
 * (Bishop 2006, equations 4.104 and 4.105). All may return STATUS_STOPPED, and
 * STATUS_RANGE for more than GLM_MOST_CLASSES classes.
 */
#ifndef CORE_MODEL_SOFTMAX_H
#define CORE_MODEL_SOFTMAX_H

#include "core/model/examples.h"
#include "core/model/glm_types.h"

/* Do the functions below call BLAS for rows like those of X? */
bool softmax_calls_blas(Mat X);

/* The most likely class (1 to K) of each row into out (m); ties go to the
 * first. */
Status softmax_value(Vec out, const Glm *model, Mat X, StopFlag stop);

/* out m × K */
Status softmax_probabilities(Mat out, const Glm *model, Mat X, StopFlag stop);

/* log Σ e^(z_k) - z_y for each row, into out (m). STATUS_LABEL: y in row i is
 * not a class number. */
Status softmax_loss(Vec out, const Glm *model, Mat X, Vec y, StopFlag stop);

/* Adds the weighted sums over the rows, without the penalty, to *loss and
 * gradient (K (n + 1)). STATUS_LABEL as above, for weights above 0. */
Status softmax_add(double *loss, double *gradient, const Glm *model,
                   const Examples *e, StopFlag stop);

/* See glm.h. */
Status softmax_add_curvature(double *hessian, const Glm *model,
                             const Examples *e, StopFlag stop);
void softmax_finish_curvature(double *hessian, const Glm *model, double total);
void softmax_hold_shift(double *hessian, const Glm *model);

#endif
