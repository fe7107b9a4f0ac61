/* inference.h - standard errors and tests for the coefficients of a fitted model.
 *
 * The table that R's summary() and statsmodels print. With A the features
 * and a column of ones (when the model has an intercept), the covariance of
 * the coefficients is
 *
 *   linear     s² (AᵀA + λ)⁻¹,  s² = Σ (y - f)² / df
 *   logistic   (AᵀDA + λ)⁻¹,    D = diag f (1 - f)   (McCullagh and Nelder
 *                                                   1989, section 4.4)
 *
 * and t = θ / se has df = m - rank degrees of freedom; the logistic model's
 * z = θ / se is compared with the normal distribution. With a penalty λ this is
 * the plain inverse of the penalized curvature, θ is pulled towards 0, and
 * p-values mean little: the caller should say so. The model must be
 * linear or logistic and at its optimum; `distance` tells whether it is.
 *
 * Never nan: what cannot be estimated has se infinity, statistic 0, p 1 and the
 * interval -infinity to infinity. That holds for all coefficients of a linear
 * model when df is 0 (no more examples than coefficients), and for columns that are
 * combinations of those before them (rank.h): they are aliased, as in R, their
 * estimate is 0, and the others are those of the model without them, which
 * predicts the same.
 */
#ifndef CORE_MODEL_INFERENCE_H
#define CORE_MODEL_INFERENCE_H

#include "core/model/glm.h"
#include "core/linalg/double_double.h"

typedef enum Role {
  ROLE_FREE,    /* the data determine it */
  ROLE_ALIASED, /* its column is a combination of the ones and columns before
                   it, or of 0 alone */
  ROLE_ABSENT   /* the intercept of a model without: all its numbers are 0 */
} Role;

/* Arrays of n + 1, the intercept last as in theta. */
typedef struct Coefficients {
  double *estimate;           /* theta without the aliased columns */
  double *se, *statistic, *p; /* p: two-sided */
  double *low, *high;         /* the interval */
  Role *role;
} Coefficients;

/* Fields of the other kind of model are 0, p-values 1. */
typedef struct Inference {
  size_t examples, rank; /* m; independent columns of A, ones included */
  size_t df, df_model;   /* m - rank, 0 when negative; rank without the ones */
  double distance;       /* from the optimum, in standard errors: the largest
                            |step of Newton| / se; below 0.01 when trained */
  /* Both: rss and tss are the deviances of a linear model. Null: a model of the
   * intercept alone, or, without one, of f = 0 or probability 0.5. */
  double deviance, null_deviance;
  double r2; /* 1 - deviance / null_deviance; logistic: McFadden 1974, 0 when
                the null deviance is 0; linear: see metric_r2 */
  double log_likelihood, aic, bic; /* AIC and BIC count rank, as statsmodels
                                      does; infinite for a perfect linear fit */
  /* linear */
  double rss, tss; /* Σ (y - f)²; Σ (y - mean)², Σ y² without intercept */
  double scale;    /* s² = rss / df, 0 when df is 0; logistic: 1 */
  double adjusted_r2;
  double f, f_p; /* all weights 0? F with df_model and df */
  /* logistic */
  double chi2, chi2_p; /* null_deviance - deviance, with df_model */
} Inference;

size_t inference_scratch(size_t n);

/* The features that a model makes of raw columns (poly.h), not rounded to
 * doubles, which cannot distinguish high powers. */
typedef struct Powers {
  Mat X;                     /* raw columns, m × inputs */
  size_t degree;             /* 1 to POLY_MOST_DEGREE */
  const DoubleDouble *theta; /* model.theta in twice the precision */
} Powers;

size_t inference_powers_scratch(size_t inputs, size_t degree);

/* X m × n, finite, m >= 1; y m, 0 and 1 for a logistic model; level in (0, 1),
 * usually 0.95. `covariance`: NULL, or (n + 1)² doubles for the covariance of
 * the coefficients in theta's order, 0 in rows and columns of those that are
 * aliased or absent and everywhere when df of a linear model is 0.
 * Scratch: inference_scratch(n) doubles. STATUS_NONFINITE: errors or targets so
 * large that their squares overflow. With a status other than OK all outputs
 * are unspecified. */
Status inference(Inference *found, Coefficients *out, double *covariance,
                 const Glm *model, Mat X, Vec y, double level, double *scratch,
                 StopFlag stop);

/* The same for features that are powers, of a model without a penalty.
 * STATUS_RANGE with i 0: the powers of `value`, in raw column j, are beyond
 * doubles; with i 1: a standard error would be. Scratch:
 * inference_powers_scratch(inputs, degree) doubles. */
Status inference_powers(Inference *found, Coefficients *out, double *covariance,
                        const Glm *model, const Powers *powers, Vec y,
                        double level, double *scratch, StopFlag stop);

#endif
