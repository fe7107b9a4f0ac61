/* metric.h - measures of prediction quality.
 *
 * y holds the true values and f the predictions, vectors of the same size n >=
 * 1 without nan. Undefined ratios are 0, never nan.
 */
#ifndef CORE_STATS_METRIC_H
#define CORE_STATS_METRIC_H

#include "core/linalg/mat.h"

/* Σ(f - y)² / n, and Σ|f - y| / n */
double metric_mse(Vec y, Vec f);
double metric_mae(Vec y, Vec f);
/* 1 - Σ(f - y)² / Σ(y - mean)²: 1 is perfect, 0 is as good as predicting the
 * mean, negative is worse. If y is constant, 1 for predictions exact to
 * rounding, else 0, as scikit-learn's r2_score. */
double metric_r2(Vec y, Vec f);
/* The same from rest = Σ(f - y)², spread = Σ(y - mean)² and size = √Σy². */
double metric_explained(double rest, double spread, double size);
/* The fraction of equal elements. */
double metric_accuracy(Vec y, Vec f);

/* Counts for the positive class against all others. */
typedef struct Hits {
  size_t true_positive, false_positive, true_negative, false_negative;
} Hits;

Hits metric_hits(Vec y, Vec f, double positive);
/* The same for class k, from a confusion matrix. */
Hits metric_class_hits(Mat counts, size_t k);
/* tp / (tp + fp); 0 if nothing was predicted positive. */
double metric_precision(Hits h);
/* tp / (tp + fn); 0 if there is no positive example. */
double metric_recall(Hits h);
/* 2 tp / (2 tp + fp + fn); 0 if that is 0 / 0. */
double metric_f1(Hits h);

/* -Σ (y log p + (1 - y) log(1 - p)) / n; y is 0 or 1, p in [0, 1]. As in
 * scikit-learn, p is clipped to 2.2e-16 from 0 and 1, so that the loss is
 * finite. */
double metric_log_loss(Vec y, Vec p);
/* The mean of -log P[i][y[i]]; P is n × K, y has classes from 1 to K. */
double metric_log_loss_of_classes(Vec y, Mat P);

/* Finds the distinct values of y and f in ascending order, at most `most` of
 * them; *count is their number, most + 1 if there are more. sorted and scratch
 * have y.n + f.n elements each. */
Status metric_classes(double *classes, size_t most, size_t *count, Vec y, Vec f,
                      double *sorted, double *scratch, StopFlag stop);
/* counts (k × k) has one row per true class and one column per predicted
 * class. */
void metric_confusion(Mat counts, Vec y, Vec f, const double *classes);

/* The receiver operating characteristic: at point i, examples with a score >=
 * threshold[i] are predicted positive. It begins at (0, 0) with threshold
 * infinity and has one point per distinct score; *points is their number. fpr,
 * tpr and threshold have room for n + 1 elements, order and scratch for n. y
 * has both 0 and 1; STATUS_LABEL: j is missing. */
Status metric_roc(double *fpr, double *tpr, double *threshold, size_t *points,
                  Vec y, Vec score, size_t *order, size_t *scratch,
                  StopFlag stop);
/* Precision and recall of the same predictions, from (1, 0) at the threshold
 * infinity; arguments as for metric_roc, but y needs no 0. */
Status metric_precision_recall(double *precision, double *recall,
                               double *threshold, size_t *points, Vec y,
                               Vec score, size_t *order, size_t *scratch,
                               StopFlag stop);
/* The precision weighted by the increase of the recall, as scikit-learn's
 * average_precision_score; not interpolated. */
double metric_average_precision(const double *precision, const double *recall,
                                size_t points);

/* For each of the intervals between the ascending edges, n + 1 of them: the sum
 * of y and of p, and the number of probabilities p that are above its lower edge
 * and not above the upper one; the first takes its lower edge, too. */
void metric_calibration(Vec truth, Vec guess, Vec count, Vec edges, Vec y,
                        Vec p);

/* The area under the points, by the trapezoidal rule. */
double metric_area(const double *x, const double *y, size_t points);

#endif
