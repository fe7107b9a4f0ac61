/* metric.h - measures of prediction quality.
 *
 * y is the truth and f what was predicted, vectors of one size n >= 1 without
 * nan. An undefined metric gives STATUS_RANGE, never
 * nan; i or j name the missing class.
 */
#ifndef CORE_STATS_METRIC_H
#define CORE_STATS_METRIC_H

#include "core/linalg/mat.h"

/* Σ(f - y)² / n, and Σ|f - y| / n */
double metric_mse(Vec y, Vec f);
double metric_mae(Vec y, Vec f);
/* 1 - Σ(f - y)² / Σ(y - mean)²: 1 is perfect, 0 as good as the mean, below it
 * worse. When y is constant, 1 for predictions that are right to rounding, else
 * 0, as scikit-learn's r2_score. */
double metric_r2(Vec y, Vec f);
/* The same from rest = Σ(f - y)², spread = Σ(y - mean)² and size = √Σy². */
double metric_explained(double rest, double spread, double size);
/* The share of equal elements. */
double metric_accuracy(Vec y, Vec f);

/* Counts for one class, the positive one, against all others. */
typedef struct Hits {
  size_t true_positive, false_positive, true_negative, false_negative;
} Hits;

Hits metric_hits(Vec y, Vec f, double positive);
/* The same for class k of a confusion matrix (true_negative too). */
Hits metric_class_hits(Mat counts, size_t k);
/* tp / (tp + fp): 0 when nothing was predicted positive. */
double metric_precision(Hits h);
/* tp / (tp + fn), needs a positive example. */
double metric_recall(Hits h);
/* 2 tp / (2 tp + fp + fn), needs a positive example. */
double metric_f1(Hits h);

/* -Σ y log p + (1 - y) log(1 - p), over n; y is 0 or 1, p in [0, 1]. p is kept
 * 2.2e-16 away from 0 and 1, so that one sure error does not make it infinite
 * (scikit-learn does the same). */
double metric_log_loss(Vec y, Vec p);
/* The mean of -log P[i][y[i]]; P is n × K, y has classes from 1 to K. */
double metric_log_loss_of_classes(Vec y, Mat P);

/* The different values of y and f in ascending order, at most `most` of them;
 * gives their number, most + 1 when there are more. sorted has y.n + f.n
 * numbers, and so has scratch. */
Status metric_classes(double *classes, size_t most, size_t *count, Vec y, Vec f,
                      double *sorted, double *scratch, StopFlag stop);
/* counts (k × k): row the true class, column the predicted one. */
void metric_confusion(Mat counts, Vec y, Vec f, const double *classes);

/* The receiver operating characteristic: point i is reached when all examples
 * with a score >= threshold[i] are called positive. It begins at (0, 0) with
 * threshold infinity and has a point for every different score. fpr, tpr and
 * threshold have room for n + 1, order and scratch for n; *points is their
 * number. y is 0 or 1 and has both: STATUS_LABEL with j the one that lacks. */
Status metric_roc(double *fpr, double *tpr, double *threshold, size_t *points,
                  Vec y, Vec score, size_t *order, size_t *scratch,
                  StopFlag stop);
/* Area under the points, by trapezoids. */
double metric_area(const double *x, const double *y, size_t points);

#endif
