/* separation_column.c - a single column that separates two classes. */
#include <math.h>

#include "core/separation/separation_column.h"

static void first_border(Separation *f, Vec x, Vec y, double upper) {
  f->low = -INFINITY;
  f->high = INFINITY;
  for (size_t i = 0; i < x.n; i++) {
    const double value = *vec_at(x, i);
    if (*vec_at(y, i) == upper)
      f->high = lower(f->high, value);
    else
      f->low = higher(f->low, value);
  }
}

static void find_neighbors(Separation *f, Vec x, Vec y, double upper) {
  f->next = f->before = NAN;
  for (size_t i = 0; i < x.n; i++) {
    const double value = *vec_at(x, i);
    const bool above = *vec_at(y, i) == upper;
    if (above && value > f->low && !(value >= f->next)) f->next = value;
    if (!above && value < f->high && !(value <= f->before)) f->before = value;
  }
}

/* Two classes on opposite sides of a threshold, with some examples not on it;
 * without an intercept the threshold is 0. */
static bool splits(const Separation *f, bool intercept) {
  const bool border = intercept || (f->low <= 0 && f->high >= 0);
  return f->low <= f->high && border;
}

static bool is_strict(const Separation *f, bool intercept) {
  return intercept ? f->low < f->high : f->low < 0 && f->high > 0;
}

/* Finds the first column that separates all examples, or else some. */
SeparationVerdict separation_column(Separation *found,
                                    const SeparationData *data, StopFlag stop) {
  SeparationVerdict best = SEPARATION_NONE;
  found->column = data->X.cols;
  for (size_t j = 0; j < data->X.cols && best != SEPARATION_COMPLETE; j++)
    for (size_t above = 0; above < 2; above++) {
      const Vec x = mat_col(data->X, j);
      Separation f = *found;
      if (stop_asked(stop)) return best;
      first_border(&f, x, data->y, (double)above);
      if (!splits(&f, data->intercept)) continue;
      find_neighbors(&f, x, data->y, (double)above);
      const bool strict = is_strict(&f, data->intercept);
      if (!strict &&
          (best == SEPARATION_QUASI || (isnan(f.next) && isnan(f.before))))
        continue;
      f.column = j;
      f.above = above;
      *found = f;
      best = strict ? SEPARATION_COMPLETE : SEPARATION_QUASI;
    }
  return best;
}
