#include "core/model/inference.h"

#include <float.h>
#include <math.h>

#include "core/model/inference_quality.h"
#include "core/model/inference_work.h"
#include "core/stats/distribution.h"

typedef InferenceWork Work;

size_t inference_scratch(const Examples *e) {
  return inference_work_scratch(e);
}

size_t inference_powers_scratch(const Powers *powers, const Examples *e) {
  return inference_work_powers_scratch(powers, e);
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
  for (size_t k = 0; k < p; k++) w->raw[inference_work_place(w, k)] = v[k];
  Status s = poly_map_raw(w->raw, &w->map, stop);
  for (size_t k = 0; k < p; k++) {
    const DoubleDouble raw = w->raw[inference_work_place(w, k)];
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
    role[inference_work_place(w, k)] = ROLE_ALIASED;
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
    const size_t j = inference_work_place(w, k);
    const DoubleDouble a =
      w->powers ? w->powers->theta[j] : (DoubleDouble){theta[j], 0};
    v[k] = (DoubleDouble){a.hi / scale[k], a.lo / scale[k]};
  }
  dd_gram_reduce(v, &w->gram);
  for (size_t k = 0; k < w->gram.p && !all_free; k++)
    estimate[inference_work_place(w, k)] = dd_round(v[k]) * scale[k];
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
  const size_t j = inference_work_place(w, k);
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
    const size_t j = inference_work_place(w, k);
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
      covariance[inference_work_place(w, i) * size +
                 inference_work_place(w, j)] = value;
      covariance[inference_work_place(w, j) * size +
                 inference_work_place(w, i)] = value;
    }
  }
  return status_ok();
}

static Status infer(Work *w, Inference *found, Coefficients *out,
                    double *covariance, double level, double *scratch,
                    StopFlag stop) {
  size_t rank;
  CountSums counts = {0};
  Status s = inference_work_gather(w, &rank, scratch, stop);
  if (s.code == STATUS_OK) s = finish(w, out, rank, stop);
  if (s.code == STATUS_OK && w->model->kind == GLM_POISSON)
    s = inference_quality_count(&counts, &w->e, &w->blocks, stop);
  if (s.code != STATUS_OK) return s;
  inference_quality(found, &(FitSums){.kind = w->model->kind,
                                      .intercept = w->model->intercept,
                                      .total = w->e.total,
                                      .constant = w->constant,
                                      .counts = counts,
                                      .rank = rank,
                                      .mean = w->mean,
                                      .loss = w->total.loss,
                                      .squares = w->total.squares});
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
