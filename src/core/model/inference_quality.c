#include "core/model/inference_quality.h"

#include <math.h>

#include "core/linalg/vec_reduce.h"
#include "core/stats/distribution.h"
#include "core/stats/metric.h"

static const double LOG_2_PI = 1.8378770664093454836;

/* -- linear --------------------------------------------------------------- */

/* Do all examples that count have the same target? The mean of equal numbers is
 * rounded, so their squared deviations may not be 0. */
static bool is_constant(const Examples *e) {
  double first = NAN;
  if (!e->weight.n) return vec_var(e->y, NULL, NULL) == 0;
  for (size_t i = 0; i < e->y.n; i++) {
    if (!(examples_weight(e, i) > 0)) continue;
    if (isnan(first)) first = *vec_at(e->y, i);
    if (*vec_at(e->y, i) != first) return false;
  }
  return true;
}

static DoubleDouble total_squares(const FitSums *w) {
  const bool constant = w->intercept && is_constant(w->e);
  return constant ? (DoubleDouble){0, 0} : w->squares;
}

/* (whole - part) / whole without cancellation. */
static double explained(const FitSums *w, DoubleDouble whole) {
  if (whole.hi > 0) return dd_round(dd_ratio(dd_minus(whole, w->loss), whole));
  const double length = fabs(w->mean.hi) * sqrt(w->e->total);
  return metric_explained(dd_round(w->loss), 0, length);
}

static void linear_fit(Inference *found, const FitSums *w) {
  const double m = w->e->total, df = found->df;
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
  const double m = w->e->total;
  const double p = w->intercept ? dd_round(w->mean) : 0.5;
  found->deviance = 2 * dd_round(w->loss);
  found->null_deviance = w->intercept ? null_deviance(m, p) : 2 * m * log(2);
  found->log_likelihood = -found->deviance / 2;
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
  const double m = w->e->total;
  *found = (Inference){.examples = m, .rank = rank, .f_p = 1, .chi2_p = 1};
  found->df = fmax(m - (double)rank, 0);
  found->df_model = rank > ones ? rank - ones : 0;
  if (w->kind == GLM_LINEAR)
    linear_fit(found, w);
  else {
    logistic_fit(found, w);
    compare_deviances(found);
  }
  found->aic = 2 * ((double)rank - found->log_likelihood);
  found->bic = log(m) * (double)rank - 2 * found->log_likelihood;
}
