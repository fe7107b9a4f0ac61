#include "core/stats/metric.h"

#include <float.h>
#include <math.h>

#include "core/linalg/vec_reduce.h"
#include "core/stats/sort.h"

/* Compensated sums (Neumaier 1974). */
typedef struct Sum {
  double sum, lost;
} Sum;

static void add(Sum *s, double x) {
  double total = s->sum + x;
  s->lost +=
    fabs(s->sum) >= fabs(x) ? (s->sum - total) + x : (x - total) + s->sum;
  s->sum = total;
}

static double total(Sum s) { return isfinite(s.sum) ? s.sum + s.lost : s.sum; }

static double squares(Vec y, Vec f) {
  Sum s = {0, 0};
  for (size_t i = 0; i < y.n; i++) {
    double e = *vec_at(f, i) - *vec_at(y, i);
    add(&s, e * e);
  }
  return total(s);
}

double metric_mse(Vec y, Vec f) { return squares(y, f) / (double)y.n; }

double metric_mae(Vec y, Vec f) {
  Sum s = {0, 0};
  for (size_t i = 0; i < y.n; i++) add(&s, fabs(*vec_at(f, i) - *vec_at(y, i)));
  return total(s) / (double)y.n;
}

double metric_explained(double rest, double spread, double size) {
  if (spread > 0) return 1 - rest / spread;
  const double rounding = 16 * DBL_EPSILON * size; /* of a prediction */
  return sqrt(rest) <= rounding ? 1 : 0;
}

double metric_r2(Vec y, Vec f) {
  const double spread = vec_var(y, NULL, NULL) * (double)y.n;
  return metric_explained(squares(y, f), spread, vec_norm(y));
}

double metric_accuracy(Vec y, Vec f) {
  size_t equal = 0;
  for (size_t i = 0; i < y.n; i++) equal += *vec_at(y, i) == *vec_at(f, i);
  return (double)equal / (double)y.n;
}

/* -- one class against the rest ------------------------------------------- */

Hits metric_hits(Vec y, Vec f, double positive) {
  Hits h = {0, 0, 0, 0};
  for (size_t i = 0; i < y.n; i++) {
    bool is = *vec_at(y, i) == positive, said = *vec_at(f, i) == positive;
    h.true_positive += is && said;
    h.false_positive += !is && said;
    h.true_negative += !is && !said;
    h.false_negative += is && !said;
  }
  return h;
}

Hits metric_class_hits(Mat counts, size_t k) {
  Hits h = {0, 0, 0, 0};
  for (size_t i = 0; i < counts.rows; i++)
    for (size_t j = 0; j < counts.cols; j++) {
      const size_t n = (size_t)*mat_at(counts, i, j);
      h.true_positive += i == k && j == k ? n : 0;
      h.false_negative += i == k && j != k ? n : 0;
      h.false_positive += i != k && j == k ? n : 0;
      h.true_negative += i != k && j != k ? n : 0;
    }
  return h;
}

static double share(size_t part, size_t whole) {
  return whole ? (double)part / (double)whole : 0;
}

double metric_precision(Hits h) {
  return share(h.true_positive, h.true_positive + h.false_positive);
}

double metric_recall(Hits h) {
  return share(h.true_positive, h.true_positive + h.false_negative);
}

double metric_f1(Hits h) {
  size_t twice = 2 * h.true_positive;
  return share(twice, twice + h.false_positive + h.false_negative);
}

/* -- probabilities -------------------------------------------------------- */

double metric_log_loss(Vec y, Vec p) {
  Sum s = {0, 0};
  for (size_t i = 0; i < y.n; i++) {
    double q = *vec_at(p, i);
    q = fmin(fmax(q, DBL_EPSILON), 1 - DBL_EPSILON);
    add(&s, *vec_at(y, i) == 1 ? -log(q) : -log1p(-q));
  }
  return total(s) / (double)y.n;
}

double metric_log_loss_of_classes(Vec y, Mat P) {
  Sum s = {0, 0};
  for (size_t i = 0; i < y.n; i++) {
    double q = *mat_at(P, i, (size_t)*vec_at(y, i) - 1);
    add(&s, -log(fmin(fmax(q, DBL_EPSILON), 1 - DBL_EPSILON)));
  }
  return total(s) / (double)y.n;
}

/* -- confusion ------------------------------------------------------------ */

Status metric_classes(double *classes, size_t most, size_t *count, Vec y, Vec f,
                      double *sorted, double *scratch, StopFlag stop) {
  Vec all = vec_of(sorted, y.n + f.n);
  vec_copy(vec_part(all, 0, y.n), y);
  vec_copy(vec_part(all, y.n, f.n), f);
  Status s = sort_values(all, all, scratch, stop);
  if (s.code) return s;
  *count = 0;
  for (size_t i = 0; i < all.n; i++) {
    if (i && sorted[i] == sorted[i - 1]) continue;
    if (*count < most) classes[*count] = sorted[i];
    if (++*count > most) break;
  }
  return status_ok();
}

static size_t place(const double *classes, size_t n, double x) {
  size_t low = 0;
  while (n > 1) {
    size_t half = n / 2;
    if (classes[low + half] <= x) low += half;
    n -= half;
  }
  return low;
}

void metric_confusion(Mat counts, Vec y, Vec f, const double *classes) {
  for (size_t i = 0; i < counts.rows; i++) vec_fill(mat_row(counts, i), 0);
  for (size_t i = 0; i < y.n; i++)
    ++*mat_at(counts, place(classes, counts.rows, *vec_at(y, i)),
              place(classes, counts.rows, *vec_at(f, i)));
}

/* -- receiver operating characteristic ------------------------------------ */

/* Scores are visited in descending order; a point follows the last of equal
 * scores. */
static size_t walk(double *fpr, double *tpr, double *threshold, Vec y,
                   Vec score, const size_t *order) {
  size_t points = 1, positives = 0;
  fpr[0] = tpr[0] = 0;
  threshold[0] = INFINITY;
  for (size_t i = y.n; i-- > 0;) {
    double s = *vec_at(score, order[i]);
    positives += *vec_at(y, order[i]) == 1;
    if (i && *vec_at(score, order[i - 1]) == s) continue;
    tpr[points] = (double)positives;
    fpr[points] = (double)(y.n - i - positives);
    threshold[points++] = s;
  }
  return points;
}

Status metric_precision_recall(double *precision, double *recall,
                               double *threshold, size_t *points, Vec y,
                               Vec score, size_t *order, size_t *scratch,
                               StopFlag stop) {
  Status s = sort_order(order, score, scratch, stop);
  if (s.code) return s;
  *points = walk(precision, recall, threshold, y, score, order);
  double positives = recall[*points - 1];
  if (positives == 0) return status_error(STATUS_LABEL, 0, 1, 0);
  for (size_t i = 0; i < *points; i++) {
    double found = recall[i] + precision[i];
    precision[i] = found > 0 ? recall[i] / found : 1;
    recall[i] /= positives;
  }
  return status_ok();
}

double metric_average_precision(const double *precision, const double *recall,
                                size_t points) {
  Sum s = {0, 0};
  for (size_t i = 1; i < points; i++)
    add(&s, (recall[i] - recall[i - 1]) * precision[i]);
  return total(s);
}

void metric_calibration(Vec truth, Vec guess, Vec count, Vec edges, Vec y,
                        Vec p) {
  for (size_t k = 0; k < count.n; k++)
    *vec_at(truth, k) = *vec_at(guess, k) = *vec_at(count, k) = 0;
  for (size_t i = 0; i < y.n; i++) {
    size_t low = 0, high = count.n - 1; /* the first k with p <= edge k + 1 */
    while (low < high) {
      size_t k = (low + high) / 2;
      if (*vec_at(p, i) <= *vec_at(edges, k + 1))
        high = k;
      else
        low = k + 1;
    }
    *vec_at(truth, low) += *vec_at(y, i);
    *vec_at(guess, low) += *vec_at(p, i);
    ++*vec_at(count, low);
  }
}

Status metric_roc(double *fpr, double *tpr, double *threshold, size_t *points,
                  Vec y, Vec score, size_t *order, size_t *scratch,
                  StopFlag stop) {
  size_t positives = 0;
  for (size_t i = 0; i < y.n; i++) positives += *vec_at(y, i) == 1;
  if (positives == 0) return status_error(STATUS_LABEL, 0, 1, 0);
  if (positives == y.n) return status_error(STATUS_LABEL, 0, 0, 1);
  Status s = sort_order(order, score, scratch, stop);
  if (s.code) return s;
  *points = walk(fpr, tpr, threshold, y, score, order);
  for (size_t i = 0; i < *points; i++) {
    fpr[i] /= (double)(y.n - positives);
    tpr[i] /= (double)positives;
  }
  return status_ok();
}

double metric_area(const double *x, const double *y, size_t points) {
  Sum s = {0, 0};
  for (size_t i = 1; i < points; i++)
    add(&s, (x[i] - x[i - 1]) * (y[i] + y[i - 1]) / 2);
  return total(s);
}
