/* metrics_curves.c - metrics of scores at all thresholds, and calibration. */
#include <math.h>

#include "core/linalg/vec.h"
#include "core/linalg/vec_reduce.h"
#include "core/stats/metric.h"
#include "core/stats/sort.h"
#include "core/status.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/metrics/metric_args.h"
#include "sys/interrupt.h"

/* -- curves --------------------------------------------------------------- */

/* The points of a curve, in scratch memory on the stack: false and true positive
 * rates, or precision and recall. */
typedef struct Curve {
  double *first, *second, *threshold;
  size_t points;
} Curve;

typedef Status Measure(double *first, double *second, double *threshold,
                       size_t *points, Vec y, Vec score, size_t *order,
                       size_t *scratch, StopFlag stop);

/* y as 0 and 1, where 1 is the positive class; sets *positive to that class. */
static Vec push_found(lua_State *L, Vec y, double *positive) {
  *positive = 1;
  if (!option_positive(L, positive)) {
    check_binary(L, TRUTH, y, SAY_POSITIVE);
    return y;
  }
  Vec found = push_vec(L, y.n);
  for (size_t i = 0; i < y.n; i++) found.d[i] = *vec_at(y, i) == *positive;
  return found;
}

static Curve push_curve(lua_State *L, Measure *measure) {
  double positive;
  Vec score, y = check_pair(L, &score);
  check_options(L, OPTIONS);
  y = push_found(L, y, &positive);
  double *room = push_scratch(L, y.n + 1, 3 * sizeof *room);
  size_t *order = push_scratch(L, y.n, 2 * sizeof *order);
  Curve c = {room, room + y.n + 1, room + 2 * (y.n + 1), 0};
  Status s = measure(c.first, c.second, c.threshold, &c.points, y, score, order,
                     order + y.n, &interrupted);
  lua_pushnumber(L, positive);
  if (s.code == STATUS_LABEL)
    fail_arg_because(L, TRUTH, "%s example has class %s; %s",
                     s.j ? "no" : "every", push_description(L, -1),
                     measure == metric_roc
                       ? "both positive and negative examples are needed"
                       : "positive examples are needed");
  check_status(L, s, "yhat");
  return c;
}

static int push_results(lua_State *L, Curve c) {
  vec_copy(push_vec(L, c.points), vec_of(c.first, c.points));
  vec_copy(push_vec(L, c.points), vec_of(c.second, c.points));
  vec_copy(push_vec(L, c.points), vec_of(c.threshold, c.points));
  return 3;
}

static int l_roc(lua_State *L) {
  return push_results(L, push_curve(L, metric_roc));
}

static int l_auc(lua_State *L) {
  Curve c = push_curve(L, metric_roc);
  return push_metric(L, metric_area(c.first, c.second, c.points));
}

static int l_precision_recall(lua_State *L) {
  return push_results(L, push_curve(L, metric_precision_recall));
}

static int l_average_precision(lua_State *L) {
  Curve c = push_curve(L, metric_precision_recall);
  return push_metric(L, metric_average_precision(c.first, c.second, c.points));
}

/* -- calibration ---------------------------------------------------------- */

static const char *const strategies[] = {"uniform", "quantile", NULL};

/* bins + 1 edges: equally far apart, or with equally many probabilities between
 * them. */
static Vec push_edges(lua_State *L, Vec p, size_t bins, bool quantiles) {
  Vec edges = push_vec(L, bins + 1);
  double *sorted = NULL;
  if (quantiles) {
    sorted = push_scratch(L, 2 * p.n, sizeof *sorted);
    Status s = sort_values(vec_of(sorted, p.n), p, sorted + p.n, &interrupted);
    check_status(L, s, "p");
  }
  for (size_t k = 0; k <= bins; k++) {
    double part = (double)k / (double)bins;
    edges.d[k] =
      quantiles ? vec_sorted_quantile(vec_of(sorted, p.n), part) : part;
  }
  return edges;
}

static int l_calibration(lua_State *L) {
  enum { MOST = 1000 };
  double positive;
  Vec p, y = check_pair(L, &p);
  check_options(L, OPTIONS);
  for (size_t i = 0; i < p.n; i++) check_probability(L, *vec_at(p, i), i);
  size_t bins = option_count(L, OPTIONS, "bins", 5);
  if (bins < 1 || bins > MOST)
    fail(L, "option bins: an integer from 1 to %d expected, got %I", MOST,
         (LUAI_UACINT)bins);
  bool quantiles = option_word(L, OPTIONS, "strategy", strategies, 0) == 1;
  y = push_found(L, y, &positive);
  Vec edges = push_edges(L, p, bins, quantiles), sums[3];
  for (int k = 0; k < 3; k++) sums[k] = push_vec(L, bins);
  metric_calibration(sums[0], sums[1], sums[2], edges, y, p);
  size_t filled = 0;
  for (size_t k = 0; k < bins; k++) filled += sums[2].d[k] > 0;
  Vec out[3];
  for (int k = 0; k < 3; k++) out[k] = push_vec(L, filled);
  for (size_t k = 0, i = 0; k < bins; k++) {
    double n = sums[2].d[k];
    if (n == 0) continue;
    out[0].d[i] = sums[0].d[k] / n;
    out[1].d[i] = sums[1].d[k] / n;
    out[2].d[i++] = n;
  }
  return 3;
}

#define P "y, p = vector{0, 0, 1, 1}, vector{0.1, 0.4, 0.35, 0.8}\n"

static const Prim prims[] = {
  {"metrics.roc", l_roc,
   "metrics.roc(y, score, {positive=}) -> vector, vector, vector",
   "Returns the ROC curve as three vectors: false positive rates, true "
   "positive rates and thresholds, which descend from infinity through every "
   "score. An example is predicted positive if its score is at least the "
   "threshold. y must contain both 0 and 1; for other classes, positive= "
   "specifies the positive class.",
   P "fpr, tpr, threshold = metrics.roc(y, p)\n"
     "tpr --> [0.  0.5 0.5 1.  1. ]"},
  {"metrics.auc", l_auc, "metrics.auc(y, score, {positive=}) -> number",
   "Returns the area under the ROC curve: the probability that a positive "
   "example has a higher score than a negative one. 1 is perfect, 0.5 is no "
   "better than chance. For classes other than 0 and 1, positive= specifies "
   "the positive class.",
   P "metrics.auc(y, p) --> 0.75"},
  {"metrics.precision_recall", l_precision_recall,
   "metrics.precision_recall(y, score, {positive=}) -> vector, vector, vector",
   "Returns the precision-recall curve as three vectors: precision, recall and "
   "thresholds, which descend from infinity (precision 1, recall 0) through "
   "every score. An example is predicted positive if its score is at least "
   "the threshold. For classes other than 0 and 1, positive= specifies the "
   "positive class.",
   P "precision, recall, threshold = metrics.precision_recall(y, p)\n"
     "recall --> [0.  0.5 0.5 1.  1. ]"},
  {"metrics.average_precision", l_average_precision,
   "metrics.average_precision(y, score, {positive=}) -> number",
   "Returns the mean of the precision over the recall: the sum of each "
   "precision of the precision-recall curve times the increase of the recall. "
   "1 is perfect; the proportion of positive examples is no better than "
   "chance.",
   P "round(metrics.average_precision(y, p) * 12) --> 10.0"},
  {"metrics.calibration", l_calibration,
   "metrics.calibration(y, p, {bins=, strategy=, positive=}) -> vector, "
   "vector, vector",
   "Returns the calibration curve of probabilities p of class 1: for each of "
   "`bins` (5) intervals that is not empty, the proportion of positive "
   "examples, the mean probability and the number of examples. A "
   "well-calibrated model has equal proportions and probabilities. strategy is "
   "\"uniform\" (intervals of equal width, the default) or \"quantile\" (of "
   "equal numbers of examples).",
   P "truth, guess, count = metrics.calibration(y, p, {bins=2})\n"
     "count --> [3 1]"},
  {NULL, NULL, NULL, NULL, NULL}};

static const Words words[] = {{NULL, "strategy", strategies, NULL},
                              {NULL, NULL, NULL, NULL}};

void open_metrics_curves(lua_State *L) {
  registry_add(L, prims);
  registry_add_words(L, words);
}
