#include "scale.h"

#include <math.h>

#include "stats.h"

/* Columns lie a row apart, so each is read in turn; blocks of rows would read
 * memory once, at the price of the exact two-pass mean. */
Status scale_fit(Scale *scale, Mat X, StopFlag stop) {
  if (!X.rows) return status_error(STATUS_EMPTY, 0, 0, 0);
  for (size_t j = 0; j < X.cols; j++) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, 0, j, 0);
    Vec column = mat_col(X, j);
    *vec_at(scale->std, j) = sqrt(vec_var(column, vec_at(scale->mean, j)));
    *vec_at(scale->min, j) = vec_min(column);
    *vec_at(scale->max, j) = vec_max(column);
  }
  return status_ok();
}

static double shift(const Scale *s, size_t j) {
  return s->kind == SCALE_MINMAX ? *vec_at(s->min, j) : *vec_at(s->mean, j);
}

static double spread(const Scale *s, size_t j) {
  double range = *vec_at(s->max, j) - *vec_at(s->min, j);
  return s->kind == SCALE_ZSCORE ? *vec_at(s->std, j) : range;
}

bool scale_constant(const Scale *s, size_t j) {
  return *vec_at(s->max, j) == *vec_at(s->min, j);
}

static double factor(const Scale *s, size_t j) {
  return scale_constant(s, j) ? 1 : spread(s, j);
}

Status scale_apply(Mat out, const Scale *scale, Mat X, StopFlag stop) {
  for (size_t i = 0; i < X.rows; i++) {
    if (i % 4096 == 0 && stop_asked(stop))
      return status_error(STATUS_STOPPED, i, 0, 0);
    for (size_t j = 0; j < X.cols; j++)
      *mat_at(out, i, j) =
          (*mat_at(X, i, j) - shift(scale, j)) / factor(scale, j);
  }
  return status_ok();
}

Status scale_invert(Mat out, const Scale *scale, Mat X, StopFlag stop) {
  for (size_t i = 0; i < X.rows; i++) {
    if (i % 4096 == 0 && stop_asked(stop))
      return status_error(STATUS_STOPPED, i, 0, 0);
    for (size_t j = 0; j < X.cols; j++)
      *mat_at(out, i, j) =
          *mat_at(X, i, j) * factor(scale, j) + shift(scale, j);
  }
  return status_ok();
}
