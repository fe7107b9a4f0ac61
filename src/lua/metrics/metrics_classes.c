/* metrics_classes.c - metrics of predicted classes. */
#include <math.h>
#include <stdbool.h>

#include <lauxlib.h>

#include "core/linalg/mat.h"
#include "core/linalg/vec.h"
#include "core/stats/metric.h"
#include "lua/base/args.h"
#include "lua/base/error.h"
#include "lua/base/lib_context.h"
#include "lua/base/modules.h"
#include "lua/base/registry.h"
#include "lua/base/values.h"
#include "lua/metrics/metric_args.h"
#include "sys/interrupt.h"

/* -- arguments ------------------------------------------------------------ */

/* Rejects measurements and probabilities, which are not classes. */
static Vec check_classes(lua_State *L, Vec *guess) {
  Vec y = check_pair(L, guess);
  for (size_t i = 0; i < y.n; i++) {
    double truth = *vec_at(y, i), said = *vec_at(*guess, i);
    if (truth != floor(truth))
      fail_arg_because(L, TRUTH,
                       "element %I is %f, but classes are integers; for "
                       "regression use metrics.mse or metrics.r2",
                       (LUAI_UACINT)i + 1, to_printable(truth));
    if (said != floor(said))
      fail_arg_because(L, GUESS,
                       "element %I is %f, but classes are integers; for "
                       "probabilities p pass p:ge(0.5)",
                       (LUAI_UACINT)i + 1, to_printable(said));
  }
  return y;
}

/* -- all classes ---------------------------------------------------------- */

enum { MOST_CLASSES = 200 };

/* Pushes the classes that occur in y or f, sorted. */
static Vec push_found_classes(lua_State *L, Vec y, Vec f) {
  size_t count;
  double classes[MOST_CLASSES];
  double *sorted = push_scratch(L, y.n, 2 * sizeof *sorted);
  double *scratch = push_scratch(L, y.n, 2 * sizeof *scratch);
  check_status(L,
               metric_classes(classes, MOST_CLASSES, &count, y, f, sorted,
                              scratch, &interrupted),
               "y");
  if (count > MOST_CLASSES)
    fail(L, "y and yhat have more than %d distinct values; are they classes?",
         (int)MOST_CLASSES);
  Vec found = push_vec(L, count);
  vec_copy(found, vec_of(classes, count));
  return found;
}

/* -- one class against the others ----------------------------------------- */

/* metric_precision, metric_recall or metric_f1. */
typedef double Share(Hits h);

typedef enum Average {
  AVERAGE_BINARY, /* no average: one class against the others */
  AVERAGE_MACRO,
  AVERAGE_MICRO,
  AVERAGE_WEIGHTED,
  AVERAGE_NONE
} Average;
static const char *const averages[] = {"binary",   "macro", "micro",
                                       "weighted", "none",  NULL};

/* The score of each class as a vector, or their average as in scikit-learn. */
static int push_average(lua_State *L, Share *share, Average average) {
  Vec f, y = check_classes(L, &f), classes = push_found_classes(L, y, f);
  const size_t k = classes.n;
  Mat counts = mat_of(push_scratch(L, k * k, sizeof(double)), k, k);
  metric_confusion(counts, y, f, classes.d);
  Hits all = {0, 0, 0, 0};
  double macro = 0, weighted = 0;
  Vec each = push_vec(L, k);
  for (size_t c = 0; c < k; c++) {
    Hits h = metric_class_hits(counts, c);
    each.d[c] = share(h);
    all.true_positive += h.true_positive;
    all.false_positive += h.false_positive;
    all.false_negative += h.false_negative;
    macro += each.d[c] / (double)k;
    weighted += each.d[c] * (double)(h.true_positive + h.false_negative);
  }
  if (average == AVERAGE_NONE) return 1;
  return push_metric(L, average == AVERAGE_MACRO   ? macro
                        : average == AVERAGE_MICRO ? share(all)
                                                   : weighted / (double)y.n);
}

/* Counts hits of the positive class: the option, or 1 if classes are 0, 1. */
static Hits check_hits(lua_State *L) {
  const char *advice = SAY_POSITIVE ", or {average=\"macro\"}";
  Vec f, y = check_classes(L, &f);
  double positive = 1;
  bool given = option_positive(L, &positive);
  if (!given) check_binary(L, TRUTH, y, advice);
  if (!given) check_binary(L, GUESS, f, advice);
  return metric_hits(y, f, positive);
}

/* `needs`: the score is undefined without an example of the positive class. */
static int push_share(lua_State *L, Share *share, bool needs) {
  double positive;
  check_options(L, OPTIONS);
  Average average = (Average)option_word(L, OPTIONS, "average", averages, 0);
  if (average != AVERAGE_BINARY && option_positive(L, &positive))
    fail(L, "positive= and average= cannot be combined; pass only one of them");
  if (average != AVERAGE_BINARY) return push_average(L, share, average);
  Hits h = check_hits(L);
  if (needs && h.true_positive + h.false_negative == 0)
    fail_arg_because(L, TRUTH,
                     "no example has the positive class, so the score is "
                     "undefined");
  return push_metric(L, share(h));
}

static int l_accuracy(lua_State *L) {
  Vec f, y = check_classes(L, &f);
  return push_metric(L, metric_accuracy(y, f));
}

static int l_precision(lua_State *L) {
  return push_share(L, metric_precision, false);
}

static int l_recall(lua_State *L) { return push_share(L, metric_recall, true); }

static int l_f1(lua_State *L) { return push_share(L, metric_f1, true); }

/* -- confusion ------------------------------------------------------------ */

/* The class number of the first of n names: 1, as in d:labels, unless a 0
 * occurs. Two classes are 0 and 1 if the data do not decide it. */
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
      fail_arg_because(L, arg,
                       "element %I is %f, but the %I names stand for classes "
                       "%d to %d",
                       (LUAI_UACINT)i + 1, to_printable(x),
                       (LUAI_UACINT)classes.n, (int)first,
                       (int)first + (int)classes.n - 1);
  }
}

/* Pushes one class number per name; the names are at the top of the stack. */
static Vec push_named_classes(lua_State *L, Vec y, Vec f) {
  size_t n = is_plain_table(L, -1) ? (size_t)luaL_len(L, -1) : 0;
  if (n == 0 || n > MOST_CLASSES)
    fail_option(L, "names", "list of class names");
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
  Vec classes =
    named ? push_named_classes(L, y, f) : push_found_classes(L, y, f);
  int list = lua_gettop(L);
  lib_context_push(L, "mlrepl.explain.confusion", "confusion");
  Mat counts = push_mat(L, classes.n, classes.n);
  metric_confusion(counts, y, f, classes.d);
  lua_pushvalue(L, list);
  lua_pushvalue(L, names);
  lua_call(L, 3, 1);
  return 1;
}

#define Y "y, yhat = vector{1, 0, 1, 1}, vector{1, 0, 0, 1}\n"
#define OF_ALL                                                                 \
  " average= scores each class against the others: \"macro\" is the mean "     \
  "over the classes, \"weighted\" weights each class by its number of "        \
  "true examples, \"micro\" pools all predictions, and \"none\" returns a "    \
  "vector with one element per class, in sorted order. A class without true "  \
  "examples scores 0."

static const Prim prims[] = {
  {"metrics.accuracy", l_accuracy, "metrics.accuracy(y, yhat) -> number",
   "Returns the fraction of examples whose class is predicted correctly.",
   Y "metrics.accuracy(y, yhat) --> 0.75"},
  {"metrics.precision", l_precision,
   "metrics.precision(y, yhat, {positive=, average=}) -> number or vector",
   "Returns the precision: the fraction of examples predicted positive that "
   "are positive, or 0 if none is predicted positive. The positive class is 1 "
   "(of 0 and 1), or the class given by positive=." OF_ALL,
   Y "metrics.precision(y, yhat) --> 1.0\n"
     "metrics.precision(y, yhat, {average=\"none\"}) --> [0.5 1. ]"},
  {"metrics.recall", l_recall,
   "metrics.recall(y, yhat, {positive=, average=}) -> number or vector",
   "Returns the recall: the fraction of positive examples that are predicted "
   "positive. The positive class is 1 (of 0 and 1), or the class given by "
   "positive=; y must contain it." OF_ALL,
   "metrics.recall({1, 1, 0, 1, 1}, {1, 0, 0, 1, 1}) --> 0.75"},
  {"metrics.f1", l_f1,
   "metrics.f1(y, yhat, {positive=, average=}) -> number or vector",
   "Returns the F1 score, the harmonic mean of precision and recall. The "
   "positive class is 1 (of 0 and 1), or the class given by positive=; y must "
   "contain it." OF_ALL,
   Y "metrics.f1(y, yhat) --> 0.8"},
  {"metrics.confusion", l_confusion,
   "metrics.confusion(y, yhat, {names=}) -> confusion",
   "Returns the confusion matrix. c:matrix() has one row per true class and "
   "one column per predicted class, in sorted order; c.classes holds the class "
   "numbers. names= is a list of class names that label the printed table, "
   "such as the second result of d:labels.",
   Y "c = metrics.confusion(y, yhat)\n"
     "c:matrix() --> [[1 0]\n [1 2]]"},
  {NULL, NULL, NULL, NULL, NULL}};

static const Words words[] = {{NULL, "average", averages, NULL},
                              {NULL, NULL, NULL, NULL}};

void open_metrics_classes(lua_State *L) {
  registry_add(L, prims);
  registry_add_words(L, words);
}
