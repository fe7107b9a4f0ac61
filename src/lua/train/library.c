/* library.c - reference results from LAPACK, LIBLINEAR and BLAS. */
#include <limits.h>
#include <math.h>
#include <stdio.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/model/glm.h"
#include "core/model/reference.h"
#include "core/status.h"
#include "sys/plugin.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/base/warn.h"
#include "lua/diagnostics/dependence.h"
#include "lua/linalg/child_work.h"
#include "lua/model/model_fit.h"
#include "lua/train/liblinear.h"
#include "sys/interrupt.h"

enum { FEATURES = 1, TARGETS, OPTIONS, MODEL };

/* -- the model that is returned ------------------------------------------- */

/* Pushes a new model by `maker` ("model.linear") with that lambda at MODEL, and
 * reads X and y for it. */
static ModelFit push_reader(lua_State *L, const char *maker, double lambda) {
  lua_settop(L, OPTIONS);
  registry_push_function(L, maker);
  lua_createtable(L, 0, 1);
  lua_pushnumber(L, lambda);
  lua_setfield(L, -2, "lambda");
  lua_call(L, 1, 1); /* to MODEL */
  ModelFit fit = push_training(L, MODEL, FEATURES, TARGETS, 0);
  if (fit.X.rows >= INT_MAX || fit.X.cols >= INT_MAX)
    fail(L, "X is too large: the library allows fewer than 2^31 - 1 rows and "
            "columns");
  return fit;
}

/* Sets the model's n weights and the intercept after them, and returns it. */
static int set_theta(lua_State *L, const double *theta, size_t n) {
  for (size_t j = 0; j <= n; j++)
    if (!isfinite(theta[j]))
      fail(L, "the library found no finite weights; scale the columns first, "
              "with normalize(X)");
  vec_copy(push_vec(L, n), vec_of((double *)theta, n));
  lua_setfield(L, MODEL, "w");
  lua_pushnumber(L, theta[n]);
  lua_setfield(L, MODEL, "b");
  lua_pushvalue(L, MODEL);
  return 1;
}

/* Runs work in a child process; raises an error if it fails. */
static void run_apart(lua_State *L, double *out, size_t n, ChildWork *work,
                      void *task, const char *library) {
  const int code = child_work_run(L, out, n, work, task, library);
  if (code == STATUS_FILE)
    fail(L, "%s was not found; on Debian, %s", library,
         plugin_advice(library, "the package liblinear4"));
  if (code == STATUS_RANGE) fail(L, "%s failed on this data", library);
  check_status(L, status_error((StatusCode)code, 0, 0, 0), "X");
}

/* -- least squares -------------------------------------------------------- */

typedef struct LinearTask {
  Mat X;
  Vec y;
  double *scratch;
} LinearTask;

/* out: theta, then the rank. */
static int work_linear(void *context, double *out) {
  const LinearTask *t = context;
  size_t rank = 0;
  Status s = reference_linear(out, &rank, t->X, t->y, t->scratch);
  out[t->X.cols + 1] = (double)rank;
  return (int)s.code;
}

static int l_linear(lua_State *L) {
  ModelFit fit = push_reader(L, "model.linear", 0);
  LinearTask t = {fit.X, fit.y, NULL};
  const size_t n = t.X.cols, need = reference_linear_scratch(t.X.rows, n);
  t.scratch = push_scratch(L, need, sizeof *t.scratch);
  double *out = push_scratch(L, n + 2, sizeof *out);
  run_apart(L, out, n + 2, work_linear, &t, "LAPACK");
  if (out[n + 1] <= (double)n)
    dependence_warn(&fit, "library.linear", (size_t)out[n + 1]);
  return set_theta(L, out, n);
}

/* -- logistic regression -------------------------------------------------- */

static double positive_option(lua_State *L, const char *key) {
  double value = option_number(L, OPTIONS, key, 1);
  if (value > 0 && isfinite(value) && isfinite(1 / value)) return value;
  option_push(L, OPTIONS, key);
  fail_option(L, key, "number greater than 0 (at least 1e-300)");
  return 0;
}

static void check_both(lua_State *L, Vec y) {
  for (size_t i = 1; i < y.n; i++)
    if (*vec_at(y, i) != *vec_at(y, 0)) return;
  fail_arg_because(L, TARGETS,
                   "it has no examples of class %d; both classes are required",
                   *vec_at(y, 0) == 0);
}

/* The norm of the gradient of LIBLINEAR's objective at theta. */
static double slope(lua_State *L, const ModelFit *fit, const double *theta,
                    const LiblinearTask *t) {
  const size_t n = t->X.cols;
  Glm m = fit->core;
  m.theta = theta;
  double cost, *g = push_scratch(L, n + 1, sizeof *g);
  check_status(L, glm_cost(&cost, g, &m, examples_of(t->X, t->y), &interrupted),
               "X");
  g[n] += theta[n] / (t->bias * t->bias * t->C * (double)t->X.rows);
  double length = vec_norm(vec_of(g, n + 1));
  lua_pop(L, 1);
  return length;
}

static void tell_unfinished(lua_State *L, double from, double to) {
  char text[200];
  if (to <= 1e-6 * from || !(from > 0)) return;
  snprintf(text, sizeof text,
           "library.logistic: LIBLINEAR did not converge (the gradient norm is "
           "still %.0e of its initial value); use normalize(X) first",
           to / from);
  warn(L, text);
}

static int work_logistic(void *context, double *theta) {
  return (int)liblinear_logistic(context, theta).code;
}

static int l_logistic(lua_State *L) {
  check_options(L, OPTIONS);
  double C = positive_option(L, "C");
  double bias = positive_option(L, "intercept_scaling");
  ModelFit fit = push_reader(L, "model.logistic", 1 / C);
  LiblinearTask t = {fit.X, fit.y, C, bias, NULL};
  check_both(L, t.y);
  const size_t n = t.X.cols, need = liblinear_room(t.X.rows, n);
  t.room = push_scratch(L, need, LIBLINEAR_PIECE);
  double *theta = push_scratch(L, n + 1, sizeof *theta);
  vec_fill(vec_of(theta, n + 1), 0);
  double from = slope(L, &fit, theta, &t);
  run_apart(L, theta, n + 1, work_logistic, &t, "LIBLINEAR");
  set_theta(L, theta, n);
  tell_unfinished(L, from, slope(L, &fit, theta, &t));
  lua_pushvalue(L, MODEL);
  return 1;
}

/* -- z-scores ------------------------------------------------------------- */

static int l_standardize(lua_State *L) {
  if (is_plain_table(L, FEATURES)) check_numbers(L, FEATURES);
  Mat X = check_features(L, FEATURES), out;
  if (!X.rows || !X.cols) fail_arg_because(L, FEATURES, "it is empty");
  check_status(L, mat_check_finite(X, &interrupted), "X");
  double *ones = push_scratch(L, reference_block(X.rows), sizeof *ones);
  out = to_vec(L, FEATURES) ? mat_column(push_vec(L, X.rows))
                            : push_mat(L, X.rows, X.cols);
  Vec mean = push_vec(L, X.cols), std = push_vec(L, X.cols);
  Status s = reference_standardize(out, mean, std, X, ones, &interrupted);
  if (s.code == STATUS_RANGE)
    fail(L,
         "the spread of column %I cannot be computed: its values are too "
         "large or too close together; change their units",
         (LUAI_UACINT)s.j + 1);
  check_status(L, s, "X");
  return 3;
}

static const Prim prims[] = {
  {"library.linear", l_linear, "library.linear(X, y) -> model",
   "Fits a linear model by least squares with LAPACK's dgelsd (singular value "
   "decomposition) on X with a column of ones: an independent reference for "
   "train. Returns a model with the solution in m.w and m.b. If columns are "
   "collinear, the solution is not unique: this one has the smallest Σw² + b² "
   "(scikit-learn leaves b out of that sum), and a warning names the columns.",
   "m = library.linear(vector{1, 2}, {300, 500})\n"
   "round(m.w) --> [200]\nround(m.b) --> 100.0"},
  {"library.logistic", l_logistic,
   "library.logistic(X, y, {C=, intercept_scaling=}) -> model",
   "Fits a logistic model with LIBLINEAR, as scikit-learn's "
   "LogisticRegression(solver=\"liblinear\") does: an independent reference "
   "for train. C (default 1) is the inverse of the penalty strength: the "
   "returned model has lambda = 1/C. LIBLINEAR also penalizes b, by (b / "
   "intercept_scaling)² (default 1), which lambda does not. With "
   "intercept_scaling=1e6 the penalty on b is negligible, and the weights "
   "agree with those of train to seven digits, the precision at which "
   "LIBLINEAR stops. y must contain both 0 and 1.",
   "X, y = vector{1, 2, 3, 4}, {0, 0, 1, 1}\n"
   "m = library.logistic(X, y, {C=10, intercept_scaling=1e6})\n"
   "m:predict(X) --> [0 0 1 1]\nround(m.w * 100) --> [265]"},
  {"library.standardize", l_standardize,
   "library.standardize(X) -> like X, vector, vector",
   "Standardizes every column to z-scores, (x - mean) / std, with sums "
   "computed by BLAS (ddot, dnrm2): an independent reference for normalize. "
   "Returns the z-scores, the means and the standard deviations (with divisor "
   "m, as in scikit-learn's StandardScaler). A constant column becomes 0.",
   "Xn, mean, std = library.standardize(matrix{{1, 10}, {3, 50}})\n"
   "Xn --> [[-1 -1]\n [ 1  1]]\nmean --> [ 2 30]\nstd --> [ 1 20]"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_library(lua_State *L) { registry_add(L, prims); }
