#include "poly_squares.h"

#include <float.h>
#include <math.h>
#include <stdint.h>

#include "poly.h"

/* -- the problem ---------------------------------------------------------- */

typedef struct Problem {
  Mat X;
  size_t degree, count; /* products */
  bool intercept;
  double *low, *high;     /* ranges of the n raw columns */
  double *center, *width; /* c and h of each */
  Mat P, rest;            /* the products of u, m × count, and what their
                             doubles leave out */
  double *scratch;        /* of least_squares */
} Problem;

size_t poly_squares_scratch(size_t m, size_t n, size_t degree) {
  const size_t count = poly_count(n, degree, true);
  if ((double)m * (double)count > 0x1p50) return SIZE_MAX;
  if ((double)count * (double)count > 0x1p50) return SIZE_MAX;
  return 4 * n + 2 * m * count + least_squares_scratch(m, count, 0);
}

static Problem lay_out(const PolyEquations *given, double *scratch) {
  const size_t m = given->X.rows, n = given->X.cols;
  Problem q = {.X = given->X, .degree = given->degree};
  q.intercept = given->intercept;
  q.count = poly_count(n, given->degree, true);
  q.low = scratch;
  q.high = q.low + n;
  q.center = q.high + n;
  q.width = q.center + n;
  q.P = mat_of(q.width + n, m, q.count);
  q.rest = mat_of(q.P.d + m * q.count, m, q.count);
  q.scratch = q.rest.d + m * q.count;
  return q;
}

/* The number of column j farthest from 0. */
static double farthest(const Problem *q, size_t j) {
  return fmax(fabs(q->low[j]), fabs(q->high[j]));
}

static Status find_ranges(Problem *q, StopFlag stop) {
  Status s = mat_range(q->low, q->high, q->X, stop);
  for (size_t j = 0; j < q->X.cols && s.code == STATUS_OK; j++) {
    const double x = farthest(q, j), power = pow(x, (double)q->degree);
    if (x > 0 && !(power >= DBL_MIN && power <= DBL_MAX))
      s = status_error(STATUS_RANGE, 0, j, x);
  }
  return s;
}

/* c without a constant to take it up would change what can be expressed. */
static void find_map(Problem *q) {
  for (size_t j = 0; j < q->X.cols; j++) {
    const double middle = q->low[j] / 2 + q->high[j] / 2;
    q->center[j] = q->intercept ? middle : 0;
    const double reach = fmax(q->high[j] - q->center[j],
                              q->center[j] - q->low[j]);
    q->width[j] = reach > 0 ? ldexp(1, ilogb(reach)) : 1;
  }
}

/* -- products of u -------------------------------------------------------- */

static Wide product_at(const Problem *q, size_t i, size_t k) {
  return (Wide){*mat_at(q->P, i, k), *mat_at(q->rest, i, k)};
}

/* (x - c) / h, exactly. */
static Wide mapped(const Problem *q, size_t i, size_t j) {
  const Wide distance = wide_sum(*mat_at(q->X, i, j), -q->center[j]);
  return (Wide){distance.hi / q->width[j], distance.lo / q->width[j]};
}

/* Rows [from, to) of product k: a column of u, or a shorter product, its base,
 * times its last column. */
static void fill_column(const Problem *q, const PolyTerm *term, size_t k,
                        size_t base, size_t from, size_t to) {
  const size_t last = term->column[term->degree - 1];
  for (size_t i = from; i < to; i++) {
    Wide u = term->degree == 1 ? mapped(q, i, last)
                               : wide_times(product_at(q, i, base),
                                            product_at(q, i, last));
    *mat_at(q->P, i, k) = u.hi;
    *mat_at(q->rest, i, k) = u.lo;
  }
}

/* Some rows at a time, which stay in the cache. */
static Status fill_products(const Problem *q, StopFlag stop) {
  const size_t high = 64 + 8192 / q->count;
  for (size_t i = 0; i < q->X.rows; i += high) {
    const size_t end = q->X.rows - i < high ? q->X.rows : i + high;
    PolyTerm term = poly_first();
    size_t k = 0, base = 0;
    do {
      if (k % 256 == 0 && stop_asked(stop))
        return status_error(STATUS_STOPPED, i, 0, 0);
      fill_column(q, &term, k++, base, i, end);
      base += poly_base_step(&term, q->X.cols, true);
    } while (poly_next(&term, q->X.cols, q->degree, true));
  }
  return status_ok();
}

/* -- back to raw products ------------------------------------------------- */

/* Weights of products of x - c. One width after the other: their product alone
 * may be beyond doubles. */
static void undo_widths(const Problem *q, Wide *w) {
  PolyTerm term = poly_first();
  size_t k = 0;
  do {
    for (size_t i = 0; i < term.degree; i++) {
      const double width = q->width[term.column[i]];
      w[k] = (Wide){w[k].hi / width, w[k].lo / width};
    }
    k++;
  } while (poly_next(&term, q->X.cols, q->degree, true));
}

/* Where the term times x_j stands; the term itself becomes it. */
static size_t times_column(const Problem *q, PolyTerm *term, size_t j) {
  size_t at = term->degree++;
  for (; at && term->column[at - 1] > j; at--)
    term->column[at] = term->column[at - 1];
  term->column[at] = j;
  return poly_index(term, q->X.cols);
}

static size_t power_of(const PolyTerm *term, size_t j) {
  size_t power = 0;
  for (size_t i = 0; i < term->degree; i++) power += term->column[i] == j;
  return power;
}

/* The weight of a term t in which x_j has power e, when x_j - c was expanded:
 * Σ_i C(e + i, i) (-c)^i w(t x_j^i), by Horner from the highest i. */
static Wide expanded(const Problem *q, const Wide *w, PolyTerm t, size_t k,
                     size_t j) {
  size_t place[POLY_MOST_DEGREE + 1] = {k};
  const size_t e = power_of(&t, j), most = q->degree - t.degree;
  for (size_t i = 1; i <= most; i++) place[i] = times_column(q, &t, j);
  Wide sum = w[place[most]];
  for (size_t i = most; i > 0; i--) {
    sum = wide_times(sum, wide_over((Wide){(double)(e + i), 0}, (double)i));
    sum = wide_times(sum, (Wide){-q->center[j], 0});
    sum = wide_plus(sum, w[place[i - 1]]);
  }
  return sum;
}

/* Column after column. In place: a weight is made of itself and of those of
 * higher terms, which come later; the constant, at the end, comes first. */
static Status undo_centers(const Problem *q, Wide *w, StopFlag stop) {
  for (size_t j = 0; j < q->X.cols; j++) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, j, 0, 0);
    if (q->center[j] == 0) continue;
    PolyTerm term = {0, {0}};
    w[q->count] = expanded(q, w, term, q->count, j);
    term = poly_first();
    size_t k = 0;
    do {
      w[k] = expanded(q, w, term, k, j);
      k++;
    } while (poly_next(&term, q->X.cols, q->degree, true));
  }
  return status_ok();
}

/* -- what was found ------------------------------------------------------- */

static Status check_weights(const Problem *q, const Wide *w) {
  for (size_t k = 0; k <= q->count; k++)
    if (!isfinite(w[k].hi + w[k].lo))
      return status_error(STATUS_RANGE, 1, k, w[k].hi);
  return status_ok();
}

/* Products with every column at its farthest, against the largest |y|. */
static double find_cancelling(const Problem *q, const Wide *w, Vec y) {
  double most = fabs(w[q->count].hi), target = 0;
  PolyTerm term = poly_first();
  size_t k = 0;
  do {
    double product = fabs(w[k++].hi);
    for (size_t i = 0; i < term.degree; i++)
      product *= farthest(q, term.column[i]);
    most = fmax(most, product);
  } while (poly_next(&term, q->X.cols, q->degree, true));
  for (size_t i = 0; i < y.n; i++) target = fmax(target, fabs(*vec_at(y, i)));
  return target > 0 ? most / target : 1;
}

static void find_far_column(PolySquares *found, const Problem *q) {
  double farthest_yet = -1;
  for (size_t j = 0; j < q->X.cols; j++) {
    const double middle = q->low[j] / 2 + q->high[j] / 2;
    const double far = fabs(middle) / (q->high[j] / 2 - q->low[j] / 2);
    if (!(far > farthest_yet) || q->low[j] == q->high[j]) continue;
    farthest_yet = far;
    found->column = j;
    found->middle = middle;
  }
}

Status poly_squares(PolySquares *found, Wide *raw, const PolyEquations *given,
                    double *scratch, StopFlag stop) {
  Problem q = lay_out(given, scratch);
  Status s = find_ranges(&q, stop);
  if (s.code != STATUS_OK) return s;
  *found = (PolySquares){{0, 0, 0, 0}, 1, 0, 0};
  find_far_column(found, &q);
  find_map(&q);
  s = fill_products(&q, stop);
  if (s.code != STATUS_OK) return s;
  Equations e = {q.P, q.rest, given->y, 0, q.intercept};
  s = least_squares_wide(&found->in, raw, &e, q.scratch, stop);
  if (s.code != STATUS_OK) return s;
  undo_widths(&q, raw);
  s = undo_centers(&q, raw, stop);
  if (s.code == STATUS_OK) s = check_weights(&q, raw);
  found->cancelling = find_cancelling(&q, raw, given->y);
  return s;
}
