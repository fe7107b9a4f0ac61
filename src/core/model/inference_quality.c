#include "core/model/inference_quality.h"

#include <math.h>
#include <string.h>

#include "core/linalg/vec_reduce.h"
#include "core/stats/distribution.h"
#include "core/stats/metric.h"

static const double LOG_2_PI = 1.8378770664093454836;

/* -- linear --------------------------------------------------------------- */

/* The mean of equal numbers is rounded, so their squared deviations may not be
 * 0. */
static DoubleDouble total_squares(const FitSums *w) {
  const bool constant = w->intercept && w->constant;
  return constant ? (DoubleDouble){0, 0} : w->squares;
}

/* (whole - part) / whole without cancellation. */
static double explained(const FitSums *w, DoubleDouble whole) {
  if (whole.hi > 0) return dd_round(dd_ratio(dd_minus(whole, w->loss), whole));
  const double length = fabs(w->mean.hi) * sqrt(w->total);
  return metric_explained(dd_round(w->loss), 0, length);
}

static void linear_fit(Inference *found, const FitSums *w) {
  const double m = w->total, df = found->df;
  const DoubleDouble squares = total_squares(w);
  found->rss = found->deviance = dd_round(w->loss);
  found->tss = found->null_deviance = dd_round(squares);
  found->r2 = explained(w, squares);
  found->log_likelihood = -m / 2 * (LOG_2_PI + log(found->rss / m) + 1);
  if (!(df > 0)) return;
  found->scale = found->rss / df;
  found->adjusted_r2 = 1 - (1 - found->r2) * (m - (double)w->intercept) / df;
  const double by_model =
    dd_round(dd_minus(squares, w->loss)) / (double)found->df_model;
  if (!found->df_model || !(by_model > 0)) return;
  found->f = by_model / found->scale;
  found->f_p = distribution_f_upper(found->f, (double)found->df_model, df);
}

/* -- logistic ------------------------------------------------------------- */

/* The deviance of probability p for m examples, given how many are 1. */
static double null_deviance(double m, double p) {
  if (p <= 0 || p >= 1) return 0;
  return -2 * m * (p * log(p) + (1 - p) * log1p(-p));
}

static void logistic_fit(Inference *found, const FitSums *w) {
  const double m = w->total;
  const double p = w->intercept ? dd_round(w->mean) : 0.5;
  found->deviance = 2 * dd_round(w->loss);
  found->null_deviance = w->intercept ? null_deviance(m, p) : 2 * m * log(2);
  found->log_likelihood = -found->deviance / 2;
}

/* -- poisson -------------------------------------------------------------- */

enum { COUNT_SUMS = sizeof(CountSums) / sizeof(double) };

typedef struct Pass {
  const Examples *e;
  StopFlag stop;
} Pass;

static Status add_counts(void *context, const BlockPart *part, double *sums) {
  enum { POLL = 4096 };
  const Pass *pass = context;
  const Examples *e = pass->e;
  CountSums s = {0};
  for (size_t i = part->from; i < part->from + part->rows; i++) {
    if (i % POLL == 0 && stop_asked(pass->stop))
      return status_error(STATUS_STOPPED, i - part->from, 0, 0);
    const double w = examples_weight(e, i), o = examples_offset(e, i);
    if (!(w > 0)) continue;
    const double y = *vec_at(e->y, i);
    s.y += w * y;
    s.exposure += w * exp(o);
    s.with_offset += w * y * o;
    s.full += y > 0 ? w * (y * log(y) - y) : 0;
    s.log_factorial += w * lgamma(y + 1);
  }
  memcpy(sums, &s, sizeof s);
  return status_ok();
}

Status inference_quality_count(CountSums *sums, const Examples *e,
                               const Blocks *blocks, StopFlag stop) {
  Pass pass = {e, stop};
  double all[COUNT_SUMS];
  const Status s = blocks_sum(
    all, blocks,
    &(BlockSum){.function = add_counts, .context = &pass, .width = COUNT_SUMS},
    stop);
  memcpy(sums, all, sizeof *sums);
  return s;
}

/* The null model predicts e^(b + offset) with the best b, 0 if it has none. */
static void poisson_fit(Inference *found, const FitSums *w) {
  const CountSums s = w->counts;
  const double b = w->intercept && s.y > 0 ? log(s.y / s.exposure) : 0;
  const double predicted = w->intercept ? s.y : s.exposure;
  found->deviance = 2 * dd_round(w->loss);
  found->null_deviance = 2 * (s.full - (s.with_offset + b * s.y) + predicted);
  found->log_likelihood = s.full - s.log_factorial - found->deviance / 2;
}

/* -- all kinds ------------------------------------------------------------ */

/* The tests by deviance, for kinds whose dispersion is 1. */
static void compare_deviances(Inference *found) {
  found->scale = 1;
  found->chi2 = found->null_deviance - found->deviance;
  found->chi2_p = distribution_chi2_upper(found->chi2, (double)found->df_model);
  if (found->null_deviance > 0) found->r2 = found->chi2 / found->null_deviance;
}

void inference_quality(Inference *found, const FitSums *w) {
  const size_t rank = w->rank, ones = w->intercept;
  const double m = w->total;
  *found = (Inference){.examples = m, .rank = rank, .f_p = 1, .chi2_p = 1};
  found->df = fmax(m - (double)rank, 0);
  found->df_model = rank > ones ? rank - ones : 0;
  if (w->kind == GLM_LINEAR)
    linear_fit(found, w);
  else {
    (w->kind == GLM_POISSON ? poisson_fit : logistic_fit)(found, w);
    compare_deviances(found);
  }
  found->aic = 2 * ((double)rank - found->log_likelihood);
  found->bic = log(m) * (double)rank - 2 * found->log_likelihood;
}
