#include "lua/diagnostics/summary_softmax.h"

#include <math.h>
#include <string.h>

#include "core/linalg/cholesky.h"
#include "core/squares/dd_gram.h"
#include "core/squares/rank.h"
#include "core/model/coefficients.h"
#include "core/model/moments.h"
#include "core/optim/centered.h"
#include "core/stats/distribution.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/set_field.h"
#include "lua/base/values.h"
#include "lua/diagnostics/dependence.h"
#include "lua/diagnostics/separable.h"
#include "lua/model/model_features.h"
#include "sys/interrupt.h"

/* In centered coordinates (v, c), where the curvature is well conditioned. */
typedef struct Work {
  ModelFit *fit;
  Centered centered;
  size_t n, one, p;                    /* one: n + 1 */
  double *point, *step, *L, *contrast; /* step: Newton's; L: Cholesky factor */
  double cost, distance;
} Work;

static void use_own_units(lua_State *L, ModelFit *fit) {
  if (fit->m->scaling == NO_SCALING || fit->core.lambda > 0) return;
  fit->X = push_unscaled_features(L, 1, 2);
  check_unchanged(L, fit->m, fit->changes);
  fit->core.theta = push_original(L, 1).d;
}

/* -- columns that depend on others ------------------------------------------ */

/* Makes the weights of a class those of the model without dependent columns. */
static void reduce_class(double *theta, const DdGram *gram, size_t n,
                         DoubleDouble *v) {
  for (size_t k = 0; k < gram->p; k++) {
    const double a = theta[k < gram->ones ? n : k - gram->ones];
    v[k] = (DoubleDouble){a / gram->scale[k], 0};
  }
  dd_gram_reduce(v, gram);
  for (size_t k = 0; k < gram->p; k++)
    theta[k < gram->ones ? n : k - gram->ones] =
      dd_round(v[k]) * gram->scale[k];
}

static void keep_nulls(DdGram *gram, DoubleDouble *v) {
  for (size_t k = 0; k < gram->p; k++) {
    if (!gram->dependent[k]) continue;
    dd_gram_null(v, gram, k);
    dd_gram_keep_null(gram, v, k);
  }
}

/* Copies the columns, and the weights of each class, that are not aliased. */
static void push_kept(lua_State *L, ModelFit *fit, const double *theta,
                      const bool *aliased, size_t kept) {
  const size_t n = fit->core.features, rows = fit->X.rows,
               K = fit->core.classes;
  const Mat X = push_mat(L, rows, kept), from = fit->X;
  double *out = push_scratch(L, K * (kept + 1), sizeof *out);
  for (size_t j = 0, at = 0; j <= n; j++) {
    if (j < n && aliased[j]) continue;
    for (size_t i = 0; j < n && i < rows; i++)
      *mat_at(X, i, at) = *mat_at(from, i, j);
    for (size_t k = 0; k < K; k++)
      out[k * (kept + 1) + at] = theta[k * (n + 1) + j];
    at++;
  }
  fit->X = X;
  fit->core.features = kept;
  fit->core.theta = out;
}

static Blocks push_rank_blocks(lua_State *L, const ModelFit *fit) {
  Blocks blocks = fit->blocks;
  blocks.room = rank_blocks_scratch(&blocks, fit->core.features);
  blocks.scratch = push_scratch(L, blocks.room, sizeof *blocks.scratch);
  return blocks;
}

/* Leaves out the columns that are linear combinations of earlier ones, as R
 * does; returns which of the n these are. A penalty makes up for them. */
static bool *push_aliased(lua_State *L, ModelFit *fit) {
  const size_t n = fit->core.features, p = model_size(&fit->core);
  bool *aliased = push_scratch(L, n + 1, sizeof *aliased);
  memset(aliased, 0, n + 1);
  if (fit->core.lambda > 0) return aliased;
  Columns columns = {
    .X = fit->X, .weight = fit->weight, .intercept = fit->core.intercept};
  if (fit->shared) columns.blocks = push_rank_blocks(L, fit);
  DdGram gram;
  size_t rank;
  double *scratch = push_scratch(L, rank_scratch(n), sizeof *scratch);
  check_status(L, rank_decide(&rank, &gram, &columns, scratch, &interrupted),
               "X");
  if (rank == gram.p) return aliased;
  check_status(L, dd_gram_invert(&gram, &interrupted), "X");
  DoubleDouble *v = push_scratch(L, gram.p, sizeof *v);
  double *theta = push_scratch(L, p, sizeof *theta);
  memcpy(theta, fit->core.theta, p * sizeof *theta);
  keep_nulls(&gram, v);
  for (size_t k = 0; k < fit->core.classes; k++)
    reduce_class(theta + k * (n + 1), &gram, n, v);
  for (size_t k = gram.ones; k < gram.p; k++)
    aliased[k - gram.ones] = gram.dependent[k];
  push_kept(L, fit, theta, aliased, rank - gram.ones);
  return aliased;
}

/* -- the table --------------------------------------------------------------- */

static Work push_work(lua_State *L, ModelFit *fit) {
  const Glm *m = &fit->core;
  const size_t p = model_size(m), one = m->features + 1;
  Work w = {.fit = fit, .n = m->features, .one = one, .p = p};
  w.point = push_scratch(L, p * (p + 3), sizeof *w.point);
  w.step = w.point + p;
  w.contrast = w.step + p;
  w.L = w.contrast + p;
  const Examples e = model_fit_examples(fit);
  double *scratch =
    push_scratch(L, centered_scratch(m, &e, true), sizeof *scratch);
  check_status(
    L, centered_start(&w.centered, m, e, true, scratch, &interrupted), "X");
  centered_inside(w.point, &w.centered, m->theta);
  check_status(L, centered_cost(&w.cost, w.step, &w.centered, w.point), "X");
  check_status(L, centered_curvature(w.L, &w.centered, w.point), "X");
  if (!cholesky_factor(w.L, w.L, p, 1e-13))
    fail(L,
         "the cost is flat at these weights, so they have no standard errors; "
         "%s",
         fit->shared ? "the classes may be separable, for which lambda=1 is a "
                       "remedy"
                     : "diagnose(m, X, y) says whether the classes are "
                       "separable");
  cholesky_solve(w.step, w.L, p);
  return w;
}

/* Coefficient j (n: the intercept) of class k less that of class 0, as a
 * combination of v and c: w = v / σ, b = c - Σ w μ. */
static void make_contrast(const Work *w, size_t k, size_t j) {
  const Centered *c = &w->centered;
  memset(w->contrast, 0, w->p * sizeof *w->contrast);
  for (int sign = -1; sign <= 1; sign += 2) {
    double *a = w->contrast + (sign > 0 ? k * w->one : 0);
    a[j] = j < w->n ? sign * c->inverse[j] : sign;
    for (size_t i = 0; j == w->n && i < w->n; i++)
      a[i] = -sign * c->shift[i] * c->inverse[i];
  }
}

static double combine(const Work *w, const double *v) {
  double sum = 0;
  for (size_t i = 0; i < w->p; i++) sum += w->contrast[i] * v[i];
  return sum;
}

static void find_row(Work *w, Coefficients *out, double *room, size_t at,
                     size_t k, size_t j, double width) {
  const double *theta = w->fit->core.theta;
  make_contrast(w, k, j);
  memcpy(room, w->contrast, w->p * sizeof *room);
  cholesky_solve(room, w->L, w->p);
  out->estimate[at] = theta[k * w->one + j] - theta[j];
  out->se[at] = sqrt(combine(w, room) / w->fit->total);
  const double off = fabs(combine(w, w->step)) / out->se[at];
  w->distance = fmax(w->distance, off);
  coefficients_fill(out, at, 0, width);
}

/* Twice the negative log-likelihood of the shares of the classes. */
static double null_deviance(lua_State *L, const ModelFit *fit) {
  const size_t K = fit->core.classes;
  const Examples e = model_fit_examples(fit);
  double sum = 0, *count = push_scratch(L, K, sizeof *count);
  Blocks blocks = examples_blocks(&e);
  blocks.room = blocks_scratch(&blocks, K, 0);
  blocks.scratch = push_scratch(L, blocks.room, sizeof *blocks.scratch);
  check_status(
    L, moments_classes(count, K, e.y, e.weight, &blocks, &interrupted), "y");
  for (size_t k = 0; k < K; k++)
    sum -= count[k] > 0 ? 2 * count[k] * log(count[k] / e.total) : 0;
  lua_pop(L, 2);
  return fit->core.intercept ? sum : 2 * e.total * log((double)K);
}

static void set_quality(lua_State *L, const Work *w) {
  const ModelFit *fit = w->fit;
  double squares = 0;
  for (size_t k = 0; k < w->p; k++)
    if (k % w->one < w->n) squares += fit->core.theta[k] * fit->core.theta[k];
  const size_t others = fit->core.classes - 1;
  const double m = fit->total;
  const double rank = (double)(others * (w->n + fit->core.intercept));
  const double deviance = 2 * m * w->cost - fit->core.lambda * squares;
  const double null = null_deviance(L, fit), chi2 = null - deviance;
  set_number(L, "examples", m);
  set_number(L, "rank", rank);
  set_number(L, "df", fmax(m - rank, 0));
  set_count(L, "df_model", others * w->n);
  set_number(L, "distance", w->distance);
  set_number(L, "deviance", deviance);
  set_number(L, "null_deviance", null);
  set_number(L, "r2", null > 0 ? chi2 / null : 0);
  set_number(L, "log_likelihood", -deviance / 2);
  set_number(L, "aic", deviance + 2 * rank);
  set_number(L, "bic", deviance + log(m) * rank);
  set_number(L, "chi2", chi2);
  set_number(L, "chi2_p",
             distribution_chi2_upper(chi2, (double)(others * w->n)));
}

/* Sets aliased, the names of the aliased columns. */
static void set_aliased(lua_State *L, const bool *aliased, size_t n) {
  push_weight_names(L, 1);
  lua_newtable(L);
  for (size_t j = 0; j < n; j++) {
    if (!aliased[j]) continue;
    lua_rawgeti(L, -2, (lua_Integer)j + 1);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
  }
  lua_setfield(L, -3, "aliased");
  lua_pop(L, 1);
}

/* Sets names, "class 2: b" first, and aliased_places (booleans). */
static void set_names_of(lua_State *L, const Glm *m, const bool *aliased) {
  const size_t n = m->features;
  lua_Integer at = 0;
  for (int i = 0; i < 2; i++) lua_newtable(L);
  const int places = lua_gettop(L) - 1, names = places + 1;
  push_weight_names(L, 1);
  for (size_t k = 1; k < m->classes; k++)
    for (size_t j = 0; j < n + m->intercept; j++) {
      const bool b = m->intercept && !j;
      if (b)
        lua_pushliteral(L, "b");
      else
        lua_rawgeti(L, names + 1, (lua_Integer)(j + !m->intercept));
      lua_pushfstring(L, "class %I: %s", (LUAI_UACINT)k + 1,
                      lua_tostring(L, -1));
      lua_rawseti(L, names, ++at);
      lua_pushboolean(L, !b && aliased[j - m->intercept]);
      lua_rawseti(L, places, at);
      lua_pop(L, 1);
    }
  lua_pop(L, 1);
  lua_setfield(L, -3, "names");
  lua_setfield(L, -2, "aliased_places");
}

static void set_vector(lua_State *L, const char *key, double *from, size_t n) {
  vec_copy(push_vec(L, n), vec_of(from, n));
  lua_setfield(L, -2, key);
}

/* Rows of the whole model, with the intercept first; aliased ones have none. */
static Coefficients push_table(lua_State *L, Work *w, const Glm *whole,
                               const bool *aliased, double level) {
  const size_t first = whole->intercept, n = whole->features;
  const size_t count = (whole->classes - 1) * (n + first);
  const double width = distribution_normal_width(level);
  double *d = push_scratch(L, 6 * count + w->p, sizeof *d), *room;
  Coefficients out = {
    d,   d + count, d + 2 * count, d + 3 * count, d + 4 * count, d + 5 * count,
    NULL};
  room = d + 6 * count;
  size_t at = 0;
  for (size_t k = 1; k < whole->classes; k++) {
    check_interrupt(L);
    if (first) find_row(w, &out, room, at++, k, w->n, width);
    for (size_t j = 0, kept = 0; j < n; j++, at++) {
      out.estimate[at] = 0;
      if (aliased[j])
        coefficients_set(&out, at, INFINITY, -INFINITY, INFINITY);
      else
        find_row(w, &out, room, at, k, kept++, width);
    }
  }
  return out;
}

void push_softmax_summary(lua_State *L, ModelFit *whole, double level) {
  use_own_units(L, whole);
  ModelFit kept = *whole, *fit = &kept;
  const bool *aliased = push_aliased(L, fit);
  const size_t n = whole->core.features;
  const size_t count = (whole->core.classes - 1) * (n + whole->core.intercept);
  Work w = push_work(L, fit);
  const Coefficients out = push_table(L, &w, &whole->core, aliased, level);
  lib_context_push(L, "mlrepl.explain.summary", "summary");
  lua_newtable(L);
  set_text(L, "kind", "softmax");
  set_text(L, "letter", "z");
  set_number(L, "level", level);
  set_number(L, "lambda", fit->core.lambda);
  lua_pushboolean(L, fit->m->scaling != NO_SCALING && fit->core.lambda > 0);
  lua_setfield(L, -2, "scaled");
  set_names_of(L, &whole->core, aliased);
  set_aliased(L, aliased, n);
  push_dependence(L, whole, fit->core.features < n && !fit->shared);
  lua_setfield(L, -2, "dependence");
  set_vector(L, "estimate", out.estimate, count);
  set_vector(L, "se", out.se, count);
  set_vector(L, "statistic", out.statistic, count);
  set_vector(L, "p", out.p, count);
  set_vector(L, "low", out.low, count);
  set_vector(L, "high", out.high, count);
  set_quality(L, &w);
  if (!fit->shared) { /* which takes all rows */
    push_separable(L, whole,
                   fit->core.lambda > 0 ? SEPARABLE_CLASSES : SEPARABLE_WHOLE);
    lua_setfield(L, -2, "separation");
  }
  lua_call(L, 1, 1);
}
