/* metrics.c - predictions against the truth, each (y, yhat). */
#include "metrics.h"

#include <math.h>

#include "../interrupt.h"
#include "kit.h"
#include "open.h"
#include "prim.h"

enum { TRUTH = 1, GUESS = 2, OPTIONS = 3 };

/* -- arguments ------------------------------------------------------------ */

static Vec check_finite(lua_State *L, int arg) {
  Vec v = check_numbers(L, arg);
  size_t i = vec_nonfinite(v);
  if (v.n == 0) fail_arg_because(L, arg, "it is empty");
  if (i < v.n)
    fail_arg_because(L, arg, "element %I is %s", (LUAI_UACINT)i + 1,
                     isnan(*vec_at(v, i)) ? "nan" : "infinite");
  return v;
}

static Vec check_pair(lua_State *L, Vec *guess) {
  Vec y = check_finite(L, TRUTH);
  *guess = check_finite(L, GUESS);
  if (y.n != guess->n)
    fail(L, "y has %I elements, yhat %I", (LUAI_UACINT)y.n,
         (LUAI_UACINT)guess->n);
  return y;
}

/* Classes are compared: a probability among the guesses is a mistake. */
static Vec check_classes(lua_State *L, Vec *guess) {
  Vec y = check_pair(L, guess);
  for (size_t i = 0; i < y.n; i++) {
    double truth = *vec_at(y, i), said = *vec_at(*guess, i);
    if (truth == floor(truth) && said != floor(said))
      fail_arg_because(L, GUESS, "element %I is %f, but classes are compared "
                       "here (of probabilities p, take p:ge(0.5))",
                       (LUAI_UACINT)i + 1, said);
  }
  return y;
}

static void check_binary(lua_State *L, int arg, Vec v, const char *advice) {
  for (size_t i = 0; i < v.n; i++)
    if (*vec_at(v, i) != 0 && *vec_at(v, i) != 1)
      fail_arg_because(L, arg, "element %I is %f, where 0 or 1 is expected%s",
                       (LUAI_UACINT)i + 1, *vec_at(v, i), advice);
}

/* The class that counts as found: the option, or 1 of 0 and 1. */
static Hits check_hits(lua_State *L) {
  Vec f, y = check_classes(L, &f);
  check_options(L, OPTIONS);
  bool given = option_push(L, OPTIONS, "positive") != LUA_TNIL;
  lua_pop(L, 1);
  double positive = option_number(L, OPTIONS, "positive", 1);
  const char *advice = "; of other classes say which one counts, as in "
                       "{positive=2}";
  if (!given) check_binary(L, TRUTH, y, advice);
  if (!given) check_binary(L, GUESS, f, advice);
  return metric_hits(y, f, positive);
}

static void check_positives(lua_State *L, Hits h) {
  if (h.true_positive + h.false_negative == 0)
    fail_arg_because(L, TRUTH, "no example is of the positive class, so there "
                     "is nothing to find");
}

/* -- numbers -------------------------------------------------------------- */

static int push_number(lua_State *L, double x) {
  if (!isfinite(x)) fail(L, "the numbers are so large that the result is none");
  lua_pushnumber(L, x);
  return 1;
}

static int l_mse(lua_State *L) {
  Vec f, y = check_pair(L, &f);
  return push_number(L, metric_mse(y, f));
}

static int l_rmse(lua_State *L) {
  Vec f, y = check_pair(L, &f);
  return push_number(L, sqrt(metric_mse(y, f)));
}

static int l_mae(lua_State *L) {
  Vec f, y = check_pair(L, &f);
  return push_number(L, metric_mae(y, f));
}

static int l_r2(lua_State *L) {
  Vec f, y = check_pair(L, &f);
  double r2;
  if (metric_r2(&r2, y, f).code)
    fail_arg_because(L, TRUTH, "it is constant, so there is no variation that "
                     "could be explained");
  return push_number(L, r2);
}

static int l_accuracy(lua_State *L) {
  Vec f, y = check_classes(L, &f);
  return push_number(L, metric_accuracy(y, f));
}

static int l_precision(lua_State *L) {
  return push_number(L, metric_precision(check_hits(L)));
}

static int l_recall(lua_State *L) {
  Hits h = check_hits(L);
  check_positives(L, h);
  return push_number(L, metric_recall(h));
}

static int l_f1(lua_State *L) {
  Hits h = check_hits(L);
  check_positives(L, h);
  return push_number(L, metric_f1(h));
}

static int l_log_loss(lua_State *L) {
  Vec p, y = check_pair(L, &p);
  check_binary(L, TRUTH, y, "");
  for (size_t i = 0; i < p.n; i++)
    if (*vec_at(p, i) < 0 || *vec_at(p, i) > 1)
      fail_arg_because(L, GUESS, "element %I is %f, where a probability from 0 "
                       "to 1 is expected (m:probability(X) gives them)",
                       (LUAI_UACINT)i + 1, *vec_at(p, i));
  return push_number(L, metric_log_loss(y, p));
}

/* -- curves --------------------------------------------------------------- */

/* The points of the curve, in scratch that is pushed. */
typedef struct Curve {
  double *fpr, *tpr, *threshold;
  size_t points;
} Curve;

static Curve push_curve(lua_State *L) {
  Vec score, y = check_pair(L, &score);
  check_binary(L, TRUTH, y, "");
  double *room = push_scratch(L, y.n + 1, 3 * sizeof *room);
  size_t *order = push_scratch(L, y.n, 2 * sizeof *order);
  Curve c = {room, room + y.n + 1, room + 2 * (y.n + 1), 0};
  Status s = metric_roc(c.fpr, c.tpr, c.threshold, &c.points, y, score, order,
                        order + y.n, &interrupted);
  if (s.code == STATUS_LABEL)
    fail_arg_because(L, TRUTH, "it has no example of class %d; both classes "
                     "are needed", (int)s.j);
  check_status(L, s, "yhat");
  return c;
}

static int l_roc(lua_State *L) {
  Curve c = push_curve(L);
  vec_copy(push_vec(L, c.points), vec_of(c.fpr, c.points));
  vec_copy(push_vec(L, c.points), vec_of(c.tpr, c.points));
  vec_copy(push_vec(L, c.points), vec_of(c.threshold, c.points));
  return 3;
}

static int l_auc(lua_State *L) {
  Curve c = push_curve(L);
  return push_number(L, metric_area(c.fpr, c.tpr, c.points));
}

/* -- confusion ------------------------------------------------------------ */

enum { MOST_CLASSES = 200 };

/* The classes that occur, into a vector that is pushed. */
static Vec push_found_classes(lua_State *L, Vec y, Vec f) {
  size_t count;
  double classes[MOST_CLASSES];
  double *sorted = push_scratch(L, y.n, 2 * sizeof *sorted);
  double *scratch = push_scratch(L, y.n, 2 * sizeof *scratch);
  check_status(L, metric_classes(classes, MOST_CLASSES, &count, y, f, sorted,
                                 scratch, &interrupted), "y");
  if (count > MOST_CLASSES)
    fail(L, "y and yhat have more than %d different values; are they classes?",
         (int)MOST_CLASSES);
  Vec found = push_vec(L, count);
  vec_copy(found, vec_of(classes, count));
  return found;
}

/* The first of the numbers that n names stand for: classes count from 1, as
 * d:labels does, unless there is a 0. Two classes are 0 and 1 when in doubt. */
static double first_class(Vec y, Vec f, size_t n) {
  bool zero = false, last = false;
  for (size_t i = 0; i < y.n; i++) {
    double a = *vec_at(y, i), b = *vec_at(f, i);
    zero = zero || a == 0 || b == 0;
    last = last || a == (double)n || b == (double)n;
  }
  return zero || (n == 2 && !last) ? 0 : 1;
}

static void check_named(lua_State *L, int arg, Vec v, Vec classes) {
  double first = *classes.d;
  for (size_t i = 0; i < v.n; i++) {
    double x = *vec_at(v, i);
    if (x != floor(x) || x < first || x >= first + (double)classes.n)
      fail_arg_because(L, arg, "element %I is %f, but the %I names are for %d "
                       "to %d", (LUAI_UACINT)i + 1, x, (LUAI_UACINT)classes.n,
                       (int)first, (int)first + (int)classes.n - 1);
  }
}

/* A class for each of the names at the top of the stack. */
static Vec push_named_classes(lua_State *L, Vec y, Vec f) {
  size_t n = is_plain_table(L, -1) ? (size_t)luaL_len(L, -1) : 0;
  if (n == 0 || n > MOST_CLASSES)
    fail_option(L, "names", "list of the names of the classes");
  Vec classes = push_vec(L, n);
  double first = first_class(y, f, n);
  for (size_t k = 0; k < n; k++) classes.d[k] = first + (double)k;
  check_named(L, TRUTH, y, classes);
  check_named(L, GUESS, f, classes);
  return classes;
}

static int l_confusion(lua_State *L) {
  Vec f, y = check_classes(L, &f);
  check_options(L, OPTIONS);
  lua_settop(L, OPTIONS);
  bool named = option_push(L, OPTIONS, "names") != LUA_TNIL;
  int names = lua_gettop(L);
  Vec classes = named ? push_named_classes(L, y, f)
                      : push_found_classes(L, y, f);
  int list = lua_gettop(L);
  push_from_kit(L, "confusion");
  Mat counts = push_mat(L, classes.n, classes.n);
  metric_confusion(counts, y, f, classes.d);
  lua_pushvalue(L, list);
  lua_pushvalue(L, names);
  lua_call(L, 3, 1);
  return 1;
}

#define Y "y, yhat = vector{1, 0, 1, 1}, vector{1, 0, 0, 1}\n"
#define F "y, yhat = vector{1, 2, 4}, vector{1, 3, 4}\n"
#define P "y, p = vector{0, 0, 1, 1}, vector{0.1, 0.4, 0.35, 0.8}\n"

static const Prim prims[] = {
  {"metrics.mse", l_mse, "metrics.mse(y, yhat)",
   "The mean squared error: the mean of (yhat - y)^2.",
   F "metrics.mse(y, yhat) * 3 --> 1.0"},
  {"metrics.rmse", l_rmse, "metrics.rmse(y, yhat)",
   "The root of the mean squared error, in the units of y.",
   "metrics.rmse({1, 2}, {4, 5}) --> 3.0"},
  {"metrics.mae", l_mae, "metrics.mae(y, yhat)",
   "The mean absolute error: the mean of |yhat - y|.",
   "metrics.mae({1, 2}, {2, 4}) --> 1.5"},
  {"metrics.r2", l_r2, "metrics.r2(y, yhat)",
   "R squared, 1 - sum (yhat - y)^2 / sum (y - mean y)^2: 1 is perfect, 0 no "
   "better than always saying the mean, below 0 worse than that. A constant y "
   "is an error.",
   "metrics.r2({1, 2, 3}, {1, 2, 4}) --> 0.5"},
  {"metrics.accuracy", l_accuracy, "metrics.accuracy(y, yhat)",
   "The share of examples whose class was predicted right.",
   Y "metrics.accuracy(y, yhat) --> 0.75"},
  {"metrics.precision", l_precision, "metrics.precision(y, yhat, {positive=})",
   "Of the examples called positive, the share that is. Positive is class 1 of "
   "0 and 1, or the class of positive=, against all others. 0 when nothing was "
   "called positive.",
   Y "metrics.precision(y, yhat) --> 1.0"},
  {"metrics.recall", l_recall, "metrics.recall(y, yhat, {positive=})",
   "Of the examples that are positive, the share that was called so. Positive "
   "is class 1 of 0 and 1, or the class of positive=, against all others; y "
   "must have one.",
   "metrics.recall({1, 1, 0, 1, 1}, {1, 0, 0, 1, 1}) --> 0.75"},
  {"metrics.f1", l_f1, "metrics.f1(y, yhat, {positive=})",
   "The harmonic mean of precision and recall. Positive is class 1 of 0 and 1, "
   "or the class of positive=, against all others; y must have one.",
   Y "metrics.f1(y, yhat) --> 0.8"},
  {"metrics.log_loss", l_log_loss, "metrics.log_loss(y, p)",
   "The mean cross-entropy of targets 0 and 1 and probabilities of class 1: "
   "the mean of -log of the probability given to what came true. "
   "Probabilities are kept 2.2e-16 away from 0 and 1.",
   P "round(metrics.log_loss(y, p) * 1e4) --> 4723.0"},
  {"metrics.roc", l_roc, "metrics.roc(y, score)",
   "Three vectors: the false and the true positive rate when all examples with "
   "a score of at least the threshold are called positive, and these "
   "thresholds, from infinity down over every score. y has classes 0 and 1, "
   "both of them.",
   P "fpr, tpr, threshold = metrics.roc(y, p)\n"
   "tpr --> [0.  0.5 0.5 1.  1. ]"},
  {"metrics.auc", l_auc, "metrics.auc(y, score)",
   "The area under the curve of metrics.roc: the chance that an example of "
   "class 1 has a higher score than one of class 0; 1 is perfect, 0.5 is "
   "chance.",
   P "metrics.auc(y, p) --> 0.75"},
  {"metrics.confusion", l_confusion, "metrics.confusion(y, yhat, {names=})",
   "Counts how often each class was taken for each: c:matrix() has a row for "
   "every true class and a column for every predicted one, in sorted order, "
   "and c.classes holds their numbers; the printed table has them written at "
   "the sides. names are the names of the classes that d:labels gives.",
   Y "c = metrics.confusion(y, yhat)\n"
   "c:matrix() --> [[1 0]\n [1 2]]"},
  {NULL, NULL, NULL, NULL, NULL}};

void open_metrics(lua_State *L) { prim_register(L, prims); }
