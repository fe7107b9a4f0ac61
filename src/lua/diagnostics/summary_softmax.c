#include "lua/diagnostics/summary_softmax.h"

#include <math.h>
#include <string.h>

#include "core/linalg/cholesky.h"
#include "core/model/coefficients.h"
#include "core/optim/centered.h"
#include "core/stats/distribution.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/set_field.h"
#include "lua/base/values.h"
#include "lua/diagnostics/separable.h"
#include "lua/model/model_features.h"
#include "sys/interrupt.h"

/* In centered coordinates (v, c), where the curvature is well conditioned. */
typedef struct Work {
  ModelFit *fit;
  Centered centered;
  size_t n, one, p, count; /* one: n + 1; count: coefficients reported */
  double *point, *step, *L, *contrast; /* step: Newton's; L: Cholesky factor */
  double cost, distance;
} Work;

static void use_own_units(lua_State *L, ModelFit *fit) {
  if (fit->m->scaling == NO_SCALING || fit->core.lambda > 0) return;
  fit->X = push_unscaled_features(L, 1, 2);
  check_unchanged(L, fit->m, fit->changes);
  fit->core.theta = push_original(L, 1).d;
}

static Work push_work(lua_State *L, ModelFit *fit) {
  const Glm *m = &fit->core;
  const size_t p = model_size(m), one = m->features + 1;
  Work w = {.fit = fit, .n = m->features, .one = one, .p = p};
  w.count = (m->classes - 1) * (m->features + m->intercept);
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
         "the columns of X are linearly dependent, so a softmax model has no "
         "standard errors: drop the columns that diagnose(m, X, y) names");
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
  for (size_t k = 0; k < K; k++) count[k] = 0;
  for (size_t i = 0; i < e.y.n; i++)
    if (examples_weight(&e, i) > 0)
      count[(size_t)*vec_at(e.y, i) - 1] += examples_weight(&e, i);
  for (size_t k = 0; k < K; k++)
    sum -= count[k] > 0 ? 2 * count[k] * log(count[k] / e.total) : 0;
  lua_pop(L, 1);
  return fit->core.intercept ? sum : 2 * e.total * log((double)K);
}

static void set_quality(lua_State *L, const Work *w) {
  const ModelFit *fit = w->fit;
  double squares = 0;
  for (size_t k = 0; k < w->p; k++)
    if (k % w->one < w->n) squares += fit->core.theta[k] * fit->core.theta[k];
  const double m = fit->total, rank = (double)w->count;
  const double deviance = 2 * m * w->cost - fit->core.lambda * squares;
  const double null = null_deviance(L, fit), chi2 = null - deviance;
  const double free = (double)((fit->core.classes - 1) * w->n);
  set_number(L, "examples", m);
  set_number(L, "rank", rank);
  set_number(L, "df", fmax(m - rank, 0));
  set_count(L, "df_model", (fit->core.classes - 1) * w->n);
  set_number(L, "distance", w->distance);
  set_number(L, "deviance", deviance);
  set_number(L, "null_deviance", null);
  set_number(L, "r2", null > 0 ? chi2 / null : 0);
  set_number(L, "log_likelihood", -deviance / 2);
  set_number(L, "aic", deviance + 2 * rank);
  set_number(L, "bic", deviance + log(m) * rank);
  set_number(L, "chi2", chi2);
  set_number(L, "chi2_p", distribution_chi2_upper(chi2, free));
}

/* Sets the names, "class 2: b" first, and that none is aliased. */
static void set_names_of(lua_State *L, const Work *w) {
  const Glm *m = &w->fit->core;
  lua_Integer at = 0;
  push_weight_names(L, 1);
  lua_newtable(L);
  for (size_t k = 1; k < m->classes; k++)
    for (size_t j = 0; j < w->n + m->intercept; j++) {
      const bool b = m->intercept && !j;
      if (b)
        lua_pushliteral(L, "b");
      else
        lua_rawgeti(L, -2, (lua_Integer)(j + !m->intercept));
      lua_pushfstring(L, "class %I: %s", (LUAI_UACINT)k + 1,
                      lua_tostring(L, -1));
      lua_rawseti(L, -3, ++at);
      lua_pop(L, 1);
    }
  lua_setfield(L, -3, "names");
  lua_pop(L, 1);
  static const char *const none[] = {"aliased", "aliased_places", "dependence"};
  for (int i = 0; i < 3; i++) {
    lua_newtable(L);
    lua_setfield(L, -2, none[i]);
  }
}

static void set_vector(lua_State *L, const char *key, double *from, size_t n) {
  vec_copy(push_vec(L, n), vec_of(from, n));
  lua_setfield(L, -2, key);
}

static Coefficients push_table(lua_State *L, Work *w, double level) {
  const size_t count = w->count, first = w->fit->core.intercept;
  const double width = distribution_normal_width(level);
  double *d = push_scratch(L, 6 * count + w->p, sizeof *d), *room;
  Coefficients out = {
    d,   d + count, d + 2 * count, d + 3 * count, d + 4 * count, d + 5 * count,
    NULL};
  room = d + 6 * count;
  size_t at = 0;
  for (size_t k = 1; k < w->fit->core.classes; k++) {
    check_interrupt(L);
    if (first) find_row(w, &out, room, at++, k, w->n, width);
    for (size_t j = 0; j < w->n; j++)
      find_row(w, &out, room, at++, k, j, width);
  }
  return out;
}

void push_softmax_summary(lua_State *L, ModelFit *fit, double level) {
  use_own_units(L, fit);
  Work w = push_work(L, fit);
  const Coefficients out = push_table(L, &w, level);
  lib_context_push(L, "mlrepl.explain.summary", "summary");
  lua_newtable(L);
  set_text(L, "kind", "softmax");
  set_text(L, "letter", "z");
  set_number(L, "level", level);
  set_number(L, "lambda", fit->core.lambda);
  lua_pushboolean(L, fit->m->scaling != NO_SCALING && fit->core.lambda > 0);
  lua_setfield(L, -2, "scaled");
  set_names_of(L, &w);
  set_vector(L, "estimate", out.estimate, w.count);
  set_vector(L, "se", out.se, w.count);
  set_vector(L, "statistic", out.statistic, w.count);
  set_vector(L, "p", out.p, w.count);
  set_vector(L, "low", out.low, w.count);
  set_vector(L, "high", out.high, w.count);
  set_quality(L, &w);
  push_separable(L, fit,
                 fit->core.lambda > 0 ? SEPARABLE_CLASSES : SEPARABLE_WHOLE);
  lua_setfield(L, -2, "separation");
  lua_call(L, 1, 1);
}
