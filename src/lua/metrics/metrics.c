/* metrics.c - metrics of predicted numbers and probabilities. Metrics of
 * predicted classes are in metrics_classes.c, curves in metrics_curves.c. */
#include <math.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/stats/metric.h"
#include "core/status.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/metrics/metric_args.h"
#include "sys/interrupt.h"

/* -- numbers -------------------------------------------------------------- */

static int l_mse(lua_State *L) {
  Vec f, y = check_pair(L, &f);
  return push_metric(L, metric_mse(y, f));
}

static int l_rmse(lua_State *L) {
  Vec f, y = check_pair(L, &f);
  return push_metric(L, sqrt(metric_mse(y, f)));
}

static int l_mae(lua_State *L) {
  Vec f, y = check_pair(L, &f);
  return push_metric(L, metric_mae(y, f));
}

static int l_r2(lua_State *L) {
  Vec f, y = check_pair(L, &f);
  return push_metric(L, metric_r2(y, f));
}

/* The class probabilities in a row must add up to 1. */
static void check_row(lua_State *L, Vec row, size_t i) {
  double sum = 0;
  for (size_t k = 0; k < row.n; k++) {
    check_probability(L, *vec_at(row, k), i);
    sum += *vec_at(row, k);
  }
  if (!(fabs(sum - 1) <= 1e-6))
    fail_arg_because(L, GUESS, "row %I must add up to 1, got %f",
                     (LUAI_UACINT)i + 1, to_printable(sum));
}

static void check_class(lua_State *L, double y, size_t i, size_t classes) {
  if (y >= 1 && y <= (double)classes && y == floor(y)) return;
  fail_arg_because(L, TRUTH,
                   "element %I is %f, but p has one column per class, so "
                   "classes from 1 to %I are expected",
                   (LUAI_UACINT)i + 1, to_printable(y), (LUAI_UACINT)classes);
}

static int log_loss_of_classes(lua_State *L, Mat P) {
  Vec y = check_finite_numbers(L, TRUTH);
  if (P.rows != y.n)
    fail(L, "y has %I elements, but p has %I rows", (LUAI_UACINT)y.n,
         (LUAI_UACINT)P.rows);
  check_status(L, mat_check_finite(P, &interrupted), "p");
  for (size_t i = 0; i < y.n; i++) {
    check_interrupt_at(L, i);
    check_class(L, *vec_at(y, i), i, P.cols);
    check_row(L, mat_row(P, i), i);
  }
  return push_metric(L, metric_log_loss_of_classes(y, P));
}

static int l_log_loss(lua_State *L) {
  if (to_mat(L, GUESS)) return log_loss_of_classes(L, *to_mat(L, GUESS));
  Vec p, y = check_pair(L, &p);
  check_binary(L, TRUTH, y, "");
  for (size_t i = 0; i < p.n; i++) check_probability(L, *vec_at(p, i), i);
  return push_metric(L, metric_log_loss(y, p));
}

#define F "y, yhat = vector{1, 2, 4}, vector{1, 3, 4}\n"
#define P "y, p = vector{0, 0, 1, 1}, vector{0.1, 0.4, 0.35, 0.8}\n"

static const Prim prims[] = {
  {"metrics.mse", l_mse, "metrics.mse(y, yhat) -> number",
   "Returns the mean squared error, the mean of (yhat - y)^2.",
   F "metrics.mse(y, yhat) * 3 --> 1.0"},
  {"metrics.rmse", l_rmse, "metrics.rmse(y, yhat) -> number",
   "Returns the root mean squared error, in the units of y.",
   "metrics.rmse({1, 2}, {4, 5}) --> 3.0"},
  {"metrics.mae", l_mae, "metrics.mae(y, yhat) -> number",
   "Returns the mean absolute error, the mean of |yhat - y|.",
   "metrics.mae({1, 2}, {2, 4}) --> 1.5"},
  {"metrics.r2", l_r2, "metrics.r2(y, yhat) -> number",
   "Returns R squared, 1 - sum (yhat - y)^2 / sum (y - mean y)^2. 1 is "
   "perfect, 0 is no better than always predicting the mean, and a negative "
   "value is worse. For a constant y it is 1 if every prediction is exact, "
   "otherwise 0 (as in scikit-learn).",
   "metrics.r2({1, 2, 3}, {1, 2, 4}) --> 0.5"},
  {"metrics.log_loss", l_log_loss, "metrics.log_loss(y, p) -> number",
   "Returns the log loss (mean cross-entropy): the mean of -log of the "
   "probability predicted for the true class. y holds targets 0 and 1, and p "
   "the probability of class 1. With more classes y holds class numbers 1 to "
   "K, and p is a matrix with one column per class. Probabilities are clipped "
   "to stay at least 2.2e-16 away from 0 and 1.",
   P "round(metrics.log_loss(y, p) * 1e4) --> 4723.0"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_metrics(lua_State *L) { registry_add(L, prims); }
