#include "core/model/inference.h"

#include <float.h>
#include <math.h>

#include "core/stats/distribution.h"
#include "core/model/inference_quality.h"
#include "core/model/poly_map.h"
#include "core/linalg/dd_gram.h"
#include "core/linalg/vec_reduce.h"

typedef struct Work {
  const Glm *model;
  Examples e; /* X is not read if there are powers */
  DdGram gram;
  DoubleDouble
    *step; /* p: gradient of half the deviance and penalty, then the negative
             Newton step */
  DoubleDouble *part;   /* p: for roles */
  const Powers *powers; /* NULL: none */
  PolyMap map;
  Mat high, rest;             /* a block of products of u */
  DoubleDouble *sums, *raw;   /* its rows' sums; n + 1 raw weights */
  DoubleDouble mean;          /* mean of y; 0 without an intercept */
  DoubleDouble loss, squares; /* deviance or its half; Σ (y - mean)² */
} Work;

size_t inference_scratch(size_t n) { return dd_gram_scratch(n) + 4 * (n + 1); }

size_t inference_powers_scratch(size_t n, size_t degree) {
  const size_t count = poly_count(n, degree, true);
  return inference_scratch(count) + poly_map_scratch(n) +
         poly_sums_scratch(count) + 2 * (POLY_BLOCK + count + 1);
}

/* The index in theta of column k of A. */
static size_t place_of(const Work *w, size_t k) {
  return k < w->gram.ones ? w->model->features : k - w->gram.ones;
}

/* -- one pass over the rows ----------------------------------------------- */

/* For powers, fills the block of rows that starts at row i. */
static Status read_block(Work *w, size_t i, StopFlag stop) {
  const Powers *all = w->powers;
  const size_t left = all->X.rows - i;
  const Mat X = mat_part(all->X, i, left < POLY_BLOCK ? left : POLY_BLOCK);
  Status s = poly_sums(w->sums, X, all->degree, all->theta, w->high.d, stop);
  if (s.code != STATUS_OK) return s;
  return poly_map_fill(w->high, w->rest, &w->map, X, stop);
}

static DoubleDouble row_sum(const Work *w, size_t i) {
  if (w->powers) return w->sums[i % POLY_BLOCK];
  DoubleDouble z = {w->model->intercept ? w->model->theta[w->e.X.cols] : 0, 0};
  for (size_t j = 0; j < w->e.X.cols; j++)
    dd_add_product(&z, w->model->theta[j],
                   (DoubleDouble){*mat_at(w->e.X, i, j), 0});
  return z;
}

static DoubleDouble square(DoubleDouble a) { return dd_multiply(a, a); }

/* log(1 + e^z) - y z without overflow. */
static double entropy(double z, double y) {
  return log1p(exp(-fabs(z))) + ((z > 0) == (y > 0) ? 0 : fabs(z));
}

static DoubleDouble times(double weight, DoubleDouble a) {
  return dd_multiply(a, (DoubleDouble){weight, 0});
}

/* row_error of a poisson model, whose weight is f = e^z. */
static DoubleDouble count_error(Work *w, DoubleDouble z, double y, double count,
                                double *weight) {
  const double f = exp(z.hi) * (1 + z.lo);
  dd_add(&w->loss, count * glm_count_loss(z.hi, f, y));
  *weight = f;
  return (DoubleDouble){f - y, 0};
}

/* Adds a row's loss, `count` times; returns f - y and its weight in D. */
static DoubleDouble row_error(Work *w, DoubleDouble z, double y, double count,
                              double *weight) {
  *weight = 1;
  if (w->model->kind == GLM_LINEAR) {
    dd_add(&z, -y);
    w->loss = dd_plus(w->loss, times(count, square(z)));
    return z;
  }
  if (w->model->kind == GLM_POISSON) return count_error(w, z, y, count, weight);
  dd_add(&w->loss, count * entropy(z.hi, y));
  *weight = vec_sigmoid_of(z.hi) * vec_sigmoid_of(-z.hi);
  return (DoubleDouble){y > 0 ? -vec_sigmoid_of(-z.hi) : vec_sigmoid_of(z.hi),
                        0};
}

static void add_row(Work *w, size_t i, double weight, DoubleDouble error) {
  const DdGram *gram = &w->gram;
  if (w->powers)
    dd_gram_read_dd_row(&w->gram, w->high, w->rest, i % POLY_BLOCK);
  else
    dd_gram_read_row(&w->gram, w->e.X, i);
  dd_gram_add_row(&w->gram, weight);
  for (size_t k = 0; k < gram->p; k++)
    dd_add_product(&w->step[k], gram->row[k], error);
  for (size_t k = 0; k < gram->p && gram->rest; k++)
    dd_add_product(&w->step[k], gram->rest[k], error);
}

static Status read_rows(Work *w, StopFlag stop) {
  for (size_t i = 0; i < w->e.y.n; i++) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    Status s =
      w->powers && i % POLY_BLOCK == 0 ? read_block(w, i, stop) : status_ok();
    if (s.code != STATUS_OK) return s;
    const double count = examples_weight(&w->e, i);
    if (!(count > 0)) continue;
    const double y = *vec_at(w->e.y, i);
    double weight;
    DoubleDouble z = row_sum(w, i);
    dd_add(&z, examples_offset(&w->e, i));
    const DoubleDouble error = row_error(w, z, y, count, &weight);
    const DoubleDouble off = dd_minus((DoubleDouble){y, 0}, w->mean);
    w->squares = dd_plus(w->squares, times(count, square(off)));
    add_row(w, i, count * weight, times(count, error));
  }
  if (isfinite(w->loss.hi + w->squares.hi)) return status_ok();
  return status_error(STATUS_NONFINITE, 0, 0, w->loss.hi);
}

static void add_penalty(Work *w) {
  const DdGram *gram = &w->gram;
  dd_gram_add_penalty(&w->gram, w->model->lambda);
  for (size_t k = gram->ones; k < gram->p; k++)
    dd_add_product(&w->step[k], w->model->lambda * gram->scale[k],
                   (DoubleDouble){w->model->theta[k - gram->ones], 0});
}

static void find_mean(Work *w) {
  DoubleDouble sum = {0, 0};
  for (size_t i = 0; i < w->e.y.n && w->model->intercept; i++) {
    const double count = examples_weight(&w->e, i);
    if (count > 0)
      dd_add_product(&sum, count, (DoubleDouble){*vec_at(w->e.y, i), 0});
  }
  w->mean = dd_ratio(sum, (DoubleDouble){w->e.total, 0});
}

/* Places the arrays that powers also need in `scratch`. */
static Status lay_out_powers(Work *w, double *scratch, StopFlag stop) {
  const Powers *all = w->powers;
  const size_t count = w->model->features;
  Status s = poly_map_learn(&w->map, all->X, all->degree, w->model->intercept,
                            scratch, stop);
  scratch += poly_map_scratch(all->X.cols);
  w->high = mat_of(scratch, POLY_BLOCK, count);
  w->rest = mat_of(scratch + POLY_BLOCK * count, POLY_BLOCK, count);
  w->sums = (DoubleDouble *)(void *)(scratch + poly_sums_scratch(count));
  w->raw = w->sums + POLY_BLOCK;
  return s;
}

static Status lay_out(Work *w, double *scratch, StopFlag stop) {
  const size_t n = w->model->features;
  const bool ones = w->model->intercept;
  w->step = (DoubleDouble *)(void *)(scratch + dd_gram_scratch(n));
  w->part = w->step + n + 1;
  for (size_t k = 0; k <= n; k++) w->step[k] = (DoubleDouble){0, 0};
  if (!w->powers) return dd_gram_start(&w->gram, w->e.X, ones, scratch, stop);
  dd_gram_layout(&w->gram, n, ones, scratch);
  return lay_out_powers(w, scratch + inference_scratch(n), stop);
}

static Status gather(Work *w, size_t *rank, double *scratch, StopFlag stop) {
  Status s = lay_out(w, scratch, stop);
  if (s.code != STATUS_OK) return s;
  find_mean(w);
  s = read_rows(w, stop);
  if (s.code != STATUS_OK) return s;
  if (w->model->lambda > 0) add_penalty(w);
  s = dd_gram_factor(rank, &w->gram, w->e.y.n, stop);
  return s.code == STATUS_OK ? dd_gram_invert(&w->gram, stop) : s;
}

/* -- from products of u to raw ones --------------------------------------- */

/* Converts the columns of A to raw products, scaled to be near 1. */
static void scale_raw(Work *w) {
  PolyTerm term = poly_first();
  size_t k = w->gram.ones;
  do {
    w->gram.scale[k++] = dd_gram_scale(poly_map_largest(&w->map, &term));
  } while (poly_next(&term, w->map.inputs, w->map.degree, true));
}

/* Converts v, p weights of products of u, to weights of the columns of A. */
static Status make_raw(const Work *w, DoubleDouble *v, StopFlag stop) {
  const size_t p = w->gram.p;
  w->raw[w->model->features] = (DoubleDouble){0, 0};
  for (size_t k = 0; k < p; k++) w->raw[place_of(w, k)] = v[k];
  Status s = poly_map_raw(w->raw, &w->map, stop);
  for (size_t k = 0; k < p; k++) {
    const DoubleDouble raw = w->raw[place_of(w, k)];
    v[k] = (DoubleDouble){raw.hi / w->gram.scale[k], raw.lo / w->gram.scale[k]};
  }
  return s;
}

/* -- columns that depend on others ----------------------------------------- */

static Status find_roles(Work *w, Role *role, StopFlag stop) {
  const size_t n = w->model->features;
  Status s = status_ok();
  for (size_t j = 0; j < n + w->gram.ones; j++) role[j] = ROLE_FREE;
  if (!w->gram.ones) role[n] = ROLE_ABSENT;
  for (size_t k = 0; k < w->gram.p && s.code == STATUS_OK; k++) {
    if (!w->gram.dependent[k]) continue;
    role[place_of(w, k)] = ROLE_ALIASED;
    dd_gram_null(w->part, &w->gram, k);
    if (w->powers) s = make_raw(w, w->part, stop);
    dd_gram_keep_null(&w->gram, w->part, k);
  }
  return s;
}

/* theta without the aliased columns. */
static void find_estimates(double *estimate, const Work *w, bool all_free) {
  const double *theta = w->model->theta, *scale = w->gram.scale;
  DoubleDouble *v = w->part;
  for (size_t j = 0; j <= w->model->features; j++) estimate[j] = theta[j];
  for (size_t k = 0; k < w->gram.p && !all_free; k++) {
    const size_t j = place_of(w, k);
    const DoubleDouble a =
      w->powers ? w->powers->theta[j] : (DoubleDouble){theta[j], 0};
    v[k] = (DoubleDouble){a.hi / scale[k], a.lo / scale[k]};
  }
  dd_gram_reduce(v, &w->gram);
  for (size_t k = 0; k < w->gram.p && !all_free; k++)
    estimate[place_of(w, k)] = dd_round(v[k]) * scale[k];
}

/* If T converts weights, (T L⁻ᵀ)(T L⁻ᵀ)ᵀ is the inverse of the raw G. T is
 * applied to each row of L⁻¹, which remains triangular; then only squares are
 * added, without cancellation. */
static Status move_inverse(Work *w, StopFlag stop) {
  Status s = make_raw(w, w->step, stop);
  dd_gram_reduce(w->step, &w->gram);
  for (size_t k = 0; k < w->gram.p && s.code == STATUS_OK; k++) {
    DoubleDouble *row = dd_gram_at(&w->gram, k, 0);
    if (w->gram.dependent[k]) continue;
    s = make_raw(w, row, stop);
    dd_gram_reduce(row, &w->gram);
  }
  return s;
}

/* -- coefficients --------------------------------------------------------- */

/* Everything except standard errors, for raw products. */
static Status finish(Work *w, Coefficients *out, size_t rank, StopFlag stop) {
  if (w->powers) scale_raw(w);
  Status s = find_roles(w, out->role, stop);
  find_estimates(out->estimate, w, rank == w->gram.p);
  dd_gram_solve(w->step, &w->gram);
  return s.code == STATUS_OK && w->powers ? move_inverse(w, stop) : s;
}

/* df and width of Student's t; df 0: of the normal distribution. */
static void coefficient(Coefficients *out, const Work *w, size_t k,
                        const Inference *found, double df, double width) {
  const size_t j = place_of(w, k);
  const bool guess = w->model->kind == GLM_LINEAR && !(found->df > 0);
  const double variance = dd_gram_inverse_at(&w->gram, k, k).hi;
  if (out->role[j] != ROLE_FREE || guess || !isfinite(variance)) {
    coefficients_set(out, j, INFINITY, -INFINITY, INFINITY);
    return;
  }
  out->se[j] = w->gram.scale[k] * sqrt(variance) * sqrt(found->scale);
  coefficients_fill(out, j, df, width);
}

static void fill_table(Coefficients *out, const Work *w, const Inference *found,
                       double level) {
  const bool linear = w->model->kind == GLM_LINEAR;
  const double df = linear ? found->df : 0;
  const double width =
    df > 0 ? distribution_t_width(level, df) : distribution_normal_width(level);
  coefficients_set(out, w->model->features, 0, 0, 0);
  for (size_t k = 0; k < w->gram.p; k++)
    coefficient(out, w, k, found, df, width);
}

/* Newton's next step in standard errors and a millionth of the coefficient. */
static double find_distance(const Work *w, const Coefficients *out) {
  double most = 0;
  for (size_t k = 0; k < w->gram.p; k++) {
    const size_t j = place_of(w, k);
    const double step = fabs(w->step[k].hi * w->gram.scale[k]);
    const double unit = out->se[j] + 1e-6 * fabs(out->estimate[j]) + DBL_MIN;
    most = fmax(most, step / unit);
  }
  return most;
}

static Status fill_covariance(double *covariance, const Work *w,
                              const Inference *found, StopFlag stop) {
  const size_t p = w->gram.p, size = w->model->features + 1;
  vec_fill(vec_of(covariance, size * size), 0);
  for (size_t i = 0; i < p; i++) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    for (size_t j = 0; j <= i; j++) {
      if (w->gram.dependent[i] || w->gram.dependent[j]) continue;
      const double value = dd_gram_inverse_at(&w->gram, i, j).hi *
                           found->scale * w->gram.scale[i] * w->gram.scale[j];
      covariance[place_of(w, i) * size + place_of(w, j)] = value;
      covariance[place_of(w, j) * size + place_of(w, i)] = value;
    }
  }
  return status_ok();
}

static Status infer(Work *w, Inference *found, Coefficients *out,
                    double *covariance, double level, double *scratch,
                    StopFlag stop) {
  size_t rank;
  Status s = gather(w, &rank, scratch, stop);
  if (s.code == STATUS_OK) s = finish(w, out, rank, stop);
  if (s.code != STATUS_OK) return s;
  inference_quality(found, &(FitSums){.kind = w->model->kind,
                                      .intercept = w->model->intercept,
                                      .e = &w->e,
                                      .rank = rank,
                                      .mean = w->mean,
                                      .loss = w->loss,
                                      .squares = w->squares});
  fill_table(out, w, found, level);
  found->distance = find_distance(w, out);
  return covariance ? fill_covariance(covariance, w, found, stop) : s;
}

Status inference(Inference *found, Coefficients *out, double *covariance,
                 const Glm *model, Examples e, double level, double *scratch,
                 StopFlag stop) {
  Work w = {.model = model, .e = e};
  return infer(&w, found, out, covariance, level, scratch, stop);
}

Status inference_powers(Inference *found, Coefficients *out, double *covariance,
                        const Glm *model, const Powers *powers, Examples e,
                        double level, double *scratch, StopFlag stop) {
  Work w = {.model = model, .powers = powers, .e = e};
  return infer(&w, found, out, covariance, level, scratch, stop);
}
