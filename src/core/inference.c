#include "inference.h"

#include <float.h>
#include <math.h>

#include "distribution.h"
#include "wide_gram.h"

static const double PI = 3.14159265358979323846;

typedef struct Work {
  const Model *model;
  Mat X;
  Vec y;
  WideGram gram;
  Wide *gradient;      /* p: of half the deviance and the penalty */
  double *step;        /* p */
  Wide mean;           /* of y; 0 without intercept */
  Wide loss, squares;  /* deviance or its half; Σ (y - mean)² */
} Work;

size_t inference_scratch(size_t n) {
  return wide_gram_scratch(n) + 3 * (n + 1);
}

/* Where the model keeps what belongs to column k of A. */
static size_t place_of(const Work *w, size_t k) {
  return k < w->gram.ones ? w->X.cols : k - w->gram.ones;
}

/* -- one pass over the rows ----------------------------------------------- */

static Wide row_sum(const Work *w, size_t i) {
  Wide z = {w->model->intercept ? w->model->theta[w->X.cols] : 0, 0};
  for (size_t j = 0; j < w->X.cols; j++)
    wide_add_product(&z, w->model->theta[j], (Wide){*mat_at(w->X, i, j), 0});
  return z;
}

static Wide square(Wide a) { return wide_times(a, a); }

/* log(1 + e^z) - y z without overflow. */
static double entropy(double z, double y) {
  return log1p(exp(-fabs(z))) + ((z > 0) == (y > 0) ? 0 : fabs(z));
}

/* Adds a row's loss; gives f - y, and its weight in D. */
static Wide row_error(Work *w, Wide z, double y, double *weight) {
  *weight = 1;
  if (w->model->kind == MODEL_LINEAR) {
    wide_add(&z, -y);
    w->loss = wide_plus(w->loss, square(z));
    return z;
  }
  wide_add(&w->loss, entropy(z.hi, y));
  *weight = sigmoid(z.hi) * sigmoid(-z.hi);
  return (Wide){y > 0 ? -sigmoid(-z.hi) : sigmoid(z.hi), 0};
}

static Status read_rows(Work *w, StopFlag stop) {
  for (size_t i = 0; i < w->X.rows; i++) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    const double y = *vec_at(w->y, i);
    double weight;
    const Wide error = row_error(w, row_sum(w, i), y, &weight);
    Wide off = {-w->mean.hi, -w->mean.lo};
    wide_add(&off, y);
    w->squares = wide_plus(w->squares, square(off));
    wide_gram_read_row(&w->gram, w->X, i);
    wide_gram_add_row(&w->gram, weight);
    for (size_t k = 0; k < w->gram.p; k++)
      wide_add_product(&w->gradient[k], w->gram.row[k], error);
  }
  const double sums = w->loss.hi + w->squares.hi;
  if (isfinite(sums)) return status_ok();
  return status_error(STATUS_NONFINITE, 0, 0, w->loss.hi);
}

static void add_penalty(Work *w) {
  const WideGram *gram = &w->gram;
  wide_gram_add_penalty(&w->gram, w->model->lambda);
  for (size_t k = gram->ones; k < gram->p; k++)
    wide_add_product(&w->gradient[k], w->model->lambda * gram->scale[k],
                     (Wide){w->model->theta[k - gram->ones], 0});
}

static void find_mean(Work *w) {
  Wide sum = {0, 0};
  for (size_t i = 0; i < w->y.n && w->model->intercept; i++)
    wide_add(&sum, *vec_at(w->y, i));
  w->mean = wide_ratio(sum, (Wide){(double)w->y.n, 0});
}

static Status lay_out(Work *w, double *scratch, StopFlag stop) {
  const size_t n = w->X.cols;
  w->gradient = (Wide *)(void *)(scratch + wide_gram_scratch(n));
  w->step = (double *)(void *)(w->gradient + n + 1);
  for (size_t k = 0; k <= n; k++) w->gradient[k] = (Wide){0, 0};
  return wide_gram_start(&w->gram, w->X, w->model->intercept, scratch, stop);
}

static Status gather(Work *w, size_t *rank, double *scratch, StopFlag stop) {
  Status s = lay_out(w, scratch, stop);
  if (s.code != STATUS_OK) return s;
  find_mean(w);
  s = read_rows(w, stop);
  if (s.code != STATUS_OK) return s;
  if (w->model->lambda > 0) add_penalty(w);
  s = wide_gram_factor(rank, &w->gram, w->X.rows, stop);
  return s.code == STATUS_OK ? wide_gram_invert(&w->gram, stop) : s;
}

/* -- the fit as a whole --------------------------------------------------- */

/* (whole - part) / whole */
static double share(Wide part, Wide whole) {
  if (!(whole.hi > 0)) return 0;
  return wide_round(wide_ratio(wide_minus(whole, part), whole));
}

static void linear_fit(Inference *found, const Work *w) {
  const double m = (double)w->X.rows, df = (double)found->df;
  found->rss = found->deviance = wide_round(w->loss);
  found->tss = found->null_deviance = wide_round(w->squares);
  found->r2 = share(w->loss, w->squares);
  found->log_likelihood = -m / 2 * (log(2 * PI) + log(found->rss / m) + 1);
  if (!found->df) return;
  found->scale = found->rss / df;
  found->adjusted_r2 =
      1 - (1 - found->r2) * (m - (double)w->gram.ones) / df;
  const double explained =
      wide_round(wide_minus(w->squares, w->loss)) / (double)found->df_model;
  if (!found->df_model || !(explained > 0)) return;
  found->f = explained / found->scale;
  found->f_p = f_upper(found->f, (double)found->df_model, df);
}

/* Of probability p for m examples that are 1 so often. */
static double null_deviance(double m, double p) {
  if (p <= 0 || p >= 1) return 0;
  return -2 * m * (p * log(p) + (1 - p) * log1p(-p));
}

static void logistic_fit(Inference *found, const Work *w) {
  const double m = (double)w->X.rows;
  const double p = w->model->intercept ? wide_round(w->mean) : 0.5;
  found->deviance = 2 * wide_round(w->loss);
  found->null_deviance =
      w->model->intercept ? null_deviance(m, p) : 2 * m * log(2);
  found->scale = 1;
  found->chi2 = found->null_deviance - found->deviance;
  found->chi2_p = chi2_upper(found->chi2, (double)found->df_model);
  if (found->null_deviance > 0) found->r2 = found->chi2 / found->null_deviance;
  found->log_likelihood = -found->deviance / 2;
}

static void whole_fit(Inference *found, const Work *w, size_t rank) {
  const size_t m = w->X.rows, ones = w->gram.ones;
  *found = (Inference){.examples = m, .rank = rank, .f_p = 1, .chi2_p = 1};
  found->df = m > rank ? m - rank : 0;
  found->df_model = rank > ones ? rank - ones : 0;
  (w->model->kind == MODEL_LINEAR ? linear_fit : logistic_fit)(found, w);
  found->aic = 2 * ((double)rank - found->log_likelihood);
  found->bic = log((double)m) * (double)rank - 2 * found->log_likelihood;
}

/* -- coefficients --------------------------------------------------------- */

/* Below this part of a combination a column is no part of it. */
static const double NO_PART = 1e-8;

/* Marks what a dependent column k is a combination of. */
static void mark_shared(const Work *w, Role *role, size_t k) {
  double *c = w->step; /* not yet in use */
  wide_gram_combination(c, &w->gram, k);
  for (size_t j = 0; j < k; j++)
    if (fabs(c[j]) > NO_PART && !w->gram.dependent[j])
      role[place_of(w, j)] = ROLE_SHARED;
}

static void find_roles(const Work *w, Role *role) {
  for (size_t j = 0; j < w->X.cols; j++) role[j] = ROLE_FREE;
  role[w->X.cols] = w->gram.ones ? ROLE_FREE : ROLE_ABSENT;
  for (size_t k = 0; k < w->gram.p; k++) {
    if (!w->gram.dependent[k]) continue;
    role[place_of(w, k)] = ROLE_DEPENDENT;
    mark_shared(w, role, k);
  }
}

static void set(Coefficients *out, size_t j, double se, double low,
                double high) {
  out->se[j] = se;
  out->statistic[j] = 0;
  out->p[j] = 1;
  out->low[j] = low;
  out->high[j] = high;
}

/* One row of the table; `width` is half an interval in standard errors. */
static void fill(Coefficients *out, size_t j, double theta, double df,
                 double width) {
  const double se = out->se[j];
  const bool known = se > 0 || theta != 0;
  out->statistic[j] = known ? theta / se : 0;
  out->p[j] = !known    ? 1
              : df > 0 ? t_two_sided(out->statistic[j], df)
                       : normal_two_sided(out->statistic[j]);
  out->low[j] = theta - width * se;
  out->high[j] = theta + width * se;
}

/* df and width: of Student's t, or df 0 and the normal's. */
static void coefficient(Coefficients *out, const Work *w, size_t k,
                        const Inference *found, double df, double width) {
  const size_t j = place_of(w, k);
  const bool guess = w->model->kind == MODEL_LINEAR && !found->df;
  const double variance = wide_gram_inverse_at(&w->gram, k, k).hi;
  if (out->role[j] != ROLE_FREE || guess || !isfinite(variance)) {
    set(out, j, INFINITY, -INFINITY, INFINITY);
    return;
  }
  out->se[j] = w->gram.scale[k] * sqrt(variance) * sqrt(found->scale);
  fill(out, j, w->model->theta[j], df, width);
}

static void fill_table(Coefficients *out, const Work *w,
                       const Inference *found, double level) {
  const bool linear = w->model->kind == MODEL_LINEAR;
  const double df = linear ? (double)found->df : 0;
  const double width = df > 0 ? t_width(level, df) : normal_width(level);
  find_roles(w, out->role);
  set(out, w->X.cols, 0, 0, 0);
  for (size_t k = 0; k < w->gram.p; k++)
    coefficient(out, w, k, found, df, width);
}

/* The next step of Newton's method in standard errors, a millionth of the
 * coefficient added to each: a perfect fit has none to compare with. */
static double find_distance(Work *w, const Coefficients *out) {
  double most = 0;
  wide_gram_solve(w->step, &w->gram, w->gradient);
  for (size_t k = 0; k < w->gram.p; k++) {
    const size_t j = place_of(w, k);
    const double step = fabs(w->step[k] * w->gram.scale[k]);
    const double unit = out->se[j] + 1e-6 * fabs(w->model->theta[j]) + DBL_MIN;
    most = fmax(most, step / unit);
  }
  return most;
}

static Status fill_covariance(double *covariance, const Work *w,
                              const Inference *found, StopFlag stop) {
  const size_t p = w->gram.p, size = w->X.cols + 1;
  vec_fill(vec_of(covariance, size * size), 0);
  for (size_t i = 0; i < p; i++) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    for (size_t j = 0; j <= i; j++) {
      if (w->gram.dependent[i] || w->gram.dependent[j]) continue;
      double value = wide_gram_inverse_at(&w->gram, i, j).hi * found->scale;
      value = value * w->gram.scale[i] * w->gram.scale[j];
      covariance[place_of(w, i) * size + place_of(w, j)] = value;
      covariance[place_of(w, j) * size + place_of(w, i)] = value;
    }
  }
  return status_ok();
}

Status inference(Inference *found, Coefficients *out, double *covariance,
                 const Model *model, Mat X, Vec y, double level,
                 double *scratch, StopFlag stop) {
  Work w = {.model = model, .X = X, .y = y};
  size_t rank;
  Status s = gather(&w, &rank, scratch, stop);
  if (s.code != STATUS_OK) return s;
  whole_fit(found, &w, rank);
  fill_table(out, &w, found, level);
  found->distance = find_distance(&w, out);
  return covariance ? fill_covariance(covariance, &w, found, stop) : s;
}
