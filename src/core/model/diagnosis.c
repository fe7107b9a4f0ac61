#include "core/model/diagnosis.h"
#include "core/model/stable_alpha.h"

#include <math.h>

#include "core/linalg/lapack.h"
#include "core/squares/rank.h"

/* A column whose spread relative to its size is below this counts as
 * constant. */
static const double FLAT = 4e-15;
static const double SAME = 1 - 1e-12;

/* Row j of `factor` is feature j in an orthonormal basis whose first vector is
 * that of the ones: L of A's Gram matrix. */
typedef struct Work {
  DdGram gram;
  size_t n, p, rank;
  double *factor;    /* p × p */
  double *deviation; /* n: norm of each centered feature; 0: constant */
  double *singular, *svd;
} Work;

enum { SVD_WORK = 8 };

size_t diagnosis_scratch(size_t n) {
  const size_t p = n + 1;
  return dd_gram_scratch(n) + p * p + n + p + SVD_WORK * p;
}

static void lay_out(Work *w, size_t n, double *scratch) {
  w->n = n;
  w->p = n + 1;
  w->factor = scratch + dd_gram_scratch(n);
  w->deviation = w->factor + w->p * w->p;
  w->singular = w->deviation + n;
  w->svd = w->singular + w->p;
}

/* L in the original units, or in those of the scaled columns. */
static void copy_factor(Work *w, bool own_units) {
  for (size_t j = 0; j < w->p; j++)
    for (size_t i = 0; i < w->p; i++) {
      const double unit = own_units ? w->gram.scale[j] : 1;
      const double l = i <= j ? dd_gram_at(&w->gram, j, i)->hi : 0;
      w->factor[j * w->p + i] = l / unit;
    }
}

/* Singular values of the first `rows` rows of the factor. */
static void find_singular(Work *w, size_t rows) {
  const int columns = (int)rows, height = (int)w->p, one = 1;
  const int size = (int)(SVD_WORK * w->p);
  int info;
  double none;
  lapack()->dgesvd("N", "N", &height, &columns, w->factor, &height, w->singular,
                   &none, &one, &none, &one, w->svd, &size, &info, 1, 1);
}

static double ratio(double most, double least) {
  return least > 0 ? most / least : INFINITY;
}

static void find_condition(Diagnosis *found, Work *w) {
  copy_factor(w, true);
  find_singular(w, w->p);
  found->condition =
    w->rank < w->p ? INFINITY : ratio(w->singular[0], w->singular[w->p - 1]);
}

/* -- after z-score -------------------------------------------------------- */

static Vec feature(const Work *w, size_t j) {
  return vec_of(w->factor + (j + 1) * w->p + 1, w->n);
}

static void find_deviations(Work *w) {
  copy_factor(w, false);
  for (size_t j = 0; j < w->n; j++) {
    const double mean = fabs(w->factor[(j + 1) * w->p]);
    const double length = vec_norm(feature(w, j));
    w->deviation[j] = length > FLAT * mean ? length : 0;
  }
}

static void find_correlation(double *correlation, const Work *w) {
  for (size_t j = 0; j < w->n; j++)
    for (size_t k = 0; k <= j; k++) {
      const double lengths = w->deviation[j] * w->deviation[k];
      double r = j == k;
      if (j != k && lengths > 0)
        r = vec_dot(feature(w, j), feature(w, k)) / lengths;
      correlation[j * w->n + k] = correlation[k * w->n + j] =
        fmax(-1, fmin(1, r));
    }
}

/* Moves the z-scored features, all of one norm, to the top of the factor,
 * without constant ones. Returns their number. */
static size_t keep_scaled(Work *w) {
  size_t kept = 0;
  for (size_t j = 0; j < w->n; j++) {
    if (!(w->deviation[j] > 0)) continue;
    double *to = w->factor + kept++ * w->p;
    const Vec from = feature(w, j);
    to[0] = 0;
    for (size_t i = 0; i < w->n; i++) to[i + 1] = from.d[i] / w->deviation[j];
  }
  return kept;
}

/* Is a non-constant column a combination of others? */
static bool combined(const Work *w) {
  for (size_t j = 0; j < w->n; j++)
    if (w->gram.dependent[j + 1] && w->deviation[j] > 0) return true;
  return false;
}

/* The largest curvature relative to that of the squared error: see glm.h. */
static double share_of(GlmKind kind) {
  if (kind == GLM_LINEAR) return 1;
  return kind == GLM_LOGISTIC ? 0.25 : 0.5;
}

/* The ones, orthogonal to z-scored columns, have a singular value of 1. */
static void find_scaled(Diagnosis *found, Work *w, const Glm *model, double m) {
  double most = 1, least = 1;
  const size_t kept = keep_scaled(w);
  if (kept) {
    find_singular(w, kept);
    most = fmax(1, w->singular[0]);
    least = fmin(1, w->singular[kept - 1]);
  }
  found->condition_zscore = combined(w) ? INFINITY : ratio(most, least);
  const double curvature = share_of(model->kind) * most * most;
  found->alpha_zscore = 2 / (curvature + model->lambda / m);
}

/* -- all of it ------------------------------------------------------------ */

static Status find_scale(Scale *scale, const Examples *e, StopFlag stop) {
  scale->kind = SCALE_ZSCORE;
  Status s = scale_fit_weighted(scale, e->X, e->weight, stop);
  for (size_t j = 0; j < e->X.cols && s.code == STATUS_OK; j++)
    if (!scale_usable(scale, j))
      return status_error(STATUS_RANGE, 0, j, *vec_at(scale->std, j));
  return s;
}

Status diagnosis(Diagnosis *found, Scale *scale, double *correlation,
                 const Glm *model, Examples e, double *scratch, StopFlag stop) {
  Work w;
  Status s = find_scale(scale, &e, stop);
  if (s.code != STATUS_OK) return s;
  s = stable_alpha(&found->alpha, model, e, scratch, stop);
  if (s.code != STATUS_OK) return s;
  found->alpha = fmax(0, found->alpha); /* nan if the curvature overflows */
  lay_out(&w, e.X.cols, scratch);
  const Columns columns = {.X = e.X, .weight = e.weight, .intercept = true};
  s = rank_decide(&w.rank, &w.gram, &columns, scratch, stop);
  if (s.code != STATUS_OK) return s;
  find_condition(found, &w);
  find_deviations(&w);
  find_correlation(correlation, &w);
  find_scaled(found, &w, model, e.total);
  return status_ok();
}

bool diagnosis_pair(size_t *j, size_t *k, const double *correlation, size_t n) {
  for (; *j + 1 < n; ++*j, *k = *j) {
    while (++*k < n)
      if (fabs(correlation[*j * n + *k]) > SAME) return true;
  }
  return false;
}
