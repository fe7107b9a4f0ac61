/* inference.h - standard errors and tests for the coefficients of a fitted
 * model.
 *
 * The table that R's summary() and statsmodels print. If A is X with a column
 * of ones (if the model has an intercept), the covariance of the coefficients
 * is
 *
 *   linear     s² (AᵀA + λ)⁻¹,  s² = Σ (y - f)² / df
 *   logistic   (AᵀDA + λ)⁻¹,    D = diag f (1 - f)   (McCullagh and Nelder
 *                                                   1989, section 4.4)
 *   poisson    (AᵀDA + λ)⁻¹,    D = diag f
 *
 * and t = θ / se has df = m - rank degrees of freedom; the z = θ / se of the
 * others is compared with the normal distribution. With a penalty λ this is the
 * inverse of the penalized curvature, θ is biased towards 0, and p-values are
 * unreliable: the caller should warn. The model must not be softmax and must be
 * at its optimum; check `distance`.
 *
 * With weights, which count how often an example occurred, m is their sum, and
 * every result is that of the repeated examples (Stata's fweight, freq_weights
 * of statsmodels).
 *
 * Results are never nan: a coefficient that cannot be estimated has an infinite
 * se, statistic 0, p 1 and the interval -infinity to infinity. That holds for
 * all coefficients of a linear model if df is 0 (no more examples than
 * coefficients), and for columns that are linear combinations of earlier ones
 * (rank.h). As in R, those are aliased: their estimate is 0, and the others are
 * those of the model without them, which makes the same predictions.
 */
#ifndef CORE_MODEL_INFERENCE_H
#define CORE_MODEL_INFERENCE_H

#include "core/model/coefficients.h"
#include "core/model/glm.h"
#include "core/double_double.h"

/* Fields of the other kind of model are 0, p-values 1. */
typedef struct Inference {
  double examples; /* m */
  size_t rank;     /* independent columns of A, ones included */
  double df;       /* m - rank, 0 if negative */
  size_t df_model; /* rank without the ones */
  double distance; /* distance from the optimum in standard errors: the largest
                 |Newton step| / se; below 0.01 if trained */
  /* Both kinds; the deviances of a linear model are rss and tss. Null model:
   * only an intercept, or, without one, f = 0 or probability 0.5. */
  double deviance, null_deviance;
  double
    r2; /* 1 - deviance / null_deviance; logistic: McFadden 1974, 0 if the null
           deviance is 0; linear: see metric_r2 */
  double log_likelihood, aic, bic; /* AIC and BIC count rank, as statsmodels
                                      does; infinite for a perfect linear fit */
  /* linear */
  double rss, tss; /* Σ (y - f)²; Σ (y - mean)², Σ y² without intercept */
  double scale;    /* s² = rss / df, 0 when df is 0; logistic: 1 */
  double adjusted_r2;
  double f, f_p; /* F test that all weights are 0, with df_model and df */
  /* logistic */
  double chi2, chi2_p; /* null_deviance - deviance, with df_model */
} Inference;

size_t inference_scratch(const Examples *examples);

/* The features that a model computes from raw columns (poly.h), not rounded to
 * doubles, because rounded high powers are hardly distinguishable. */
typedef struct Powers {
  Mat X;                     /* raw columns, m × inputs */
  size_t degree;             /* 1 to POLY_MOST_DEGREE */
  const DoubleDouble *theta; /* model.theta in double-double precision */
} Powers;

size_t inference_powers_scratch(const Powers *powers, const Examples *examples);

/* m >= 1, in all processes that share the rows; y has m elements, 0 or 1 for a logistic model;
 * level is in (0, 1), usually 0.95. `covariance` is NULL or has (n + 1)²
 * doubles for the covariance of the coefficients in theta's order; it is 0 in
 * rows and columns of aliased or absent ones, and everywhere if df of a linear
 * model is 0. scratch has inference_scratch doubles. STATUS_NONFINITE: the
 * squares of errors or targets overflow. All outputs are unspecified unless the
 * status is STATUS_OK. */
Status inference(Inference *found, Coefficients *out, double *covariance,
                 const Glm *model, Examples e, double level, double *scratch,
                 StopFlag stop);

/* The same for polynomial features and no penalty; the X of `e` is not read.
 * STATUS_RANGE with i 0: the powers of `value`, in raw column j, overflow; with
 * i 1: a standard error overflows. scratch has inference_powers_scratch
 * doubles. */
Status inference_powers(Inference *found, Coefficients *out, double *covariance,
                        const Glm *model, const Powers *powers, Examples e,
                        double level, double *scratch, StopFlag stop);

#endif
