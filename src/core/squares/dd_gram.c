#include "core/squares/dd_gram.h"

#include <string.h>

#include "core/simd.h"

/* Beyond these, a power of two or its square overflows or underflows. */
enum { MOST_EXPONENT = 1000 };

size_t dd_gram_scratch(size_t n) {
  const size_t p = n + 1;
  return 2 * p * p + 4 * p;
}

double dd_gram_scale(double length) {
  if (!(length > 0)) return 1;
  const int e = isfinite(length) ? ilogb(length) : MOST_EXPONENT;
  if (e < -MOST_EXPONENT) return ldexp(1, MOST_EXPONENT);
  return ldexp(1, -e);
}

void dd_gram_layout(DdGram *gram, size_t n, bool intercept, double *scratch) {
  const size_t p = n + intercept;
  *gram =
    (DdGram){.p = p, .ones = intercept, .g = (DoubleDouble *)(void *)scratch};
  gram->scale = scratch + 2 * p * p;
  gram->row = gram->scale + p;
  gram->dependent = (bool *)(void *)(gram->row + 2 * p);
  for (size_t k = 0; k < p * p; k++) gram->g[k] = (DoubleDouble){0, 0};
  for (size_t k = 0; k < p; k++) gram->dependent[k] = false;
  for (size_t k = 0; k < p; k++) gram->scale[k] = 1;
}

Status dd_gram_start(DdGram *gram, Mat X, bool intercept, double *scratch,
                     StopFlag stop) {
  const size_t ones = intercept;
  dd_gram_layout(gram, X.cols, intercept, scratch);
  if (intercept) gram->scale[0] = dd_gram_scale(sqrt((double)X.rows));
  for (size_t j = 0; j < X.cols; j++) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, j, 0, 0);
    gram->scale[j + ones] = dd_gram_scale(vec_norm(mat_col(X, j)));
  }
  return status_ok();
}

typedef struct Rows {
  Mat X;
  StopFlag stop;
} Rows;

static Status find_largest(void *context, const BlockPart *part, double *sums) {
  const Rows *rows = context;
  const Mat X = mat_part(rows->X, part->from, part->rows);
  for (size_t i = 0; i < X.rows; i++) {
    if (stop_asked(rows->stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    for (size_t j = 0; j < X.cols; j++)
      sums[j] = fmax(sums[j], fabs(*mat_at(X, i, j)));
  }
  return status_ok();
}

static void keep_larger(double *sums, const double *some, size_t width) {
  for (size_t j = 0; j < width; j++) sums[j] = fmax(sums[j], some[j]);
}

/* The norm of a column is at most its largest element times √m. */
Status dd_gram_start_blocks(DdGram *gram, Mat X, bool intercept,
                            double *scratch, const Blocks *blocks,
                            StopFlag stop) {
  const double root = sqrt((double)blocks->rows);
  Rows rows = {X, stop};
  dd_gram_layout(gram, X.cols, intercept, scratch);
  if (intercept) gram->scale[0] = dd_gram_scale(root);
  double *largest = gram->scale + intercept;
  const Status s = blocks_sum(largest, blocks,
                              &(BlockSum){.function = find_largest,
                                          .context = &rows,
                                          .width = X.cols,
                                          .add = keep_larger},
                              stop);
  for (size_t j = 0; j < X.cols; j++)
    largest[j] = dd_gram_scale(largest[j] * root);
  return s;
}

void dd_gram_read_row(DdGram *gram, Mat X, size_t i) {
  const double *x = mat_at(X, i, 0), *scale = gram->scale + gram->ones;
  double *row = gram->row + gram->ones;
  if (gram->ones) gram->row[0] = gram->scale[0];
  for (size_t j = 0; j < X.cols; j++) row[j] = x[j] * scale[j];
}

void dd_gram_read_dd_row(DdGram *gram, Mat high, Mat rest, size_t i) {
  dd_gram_read_row(gram, high, i);
  gram->rest = gram->row + gram->p;
  if (gram->ones) gram->rest[0] = 0;
  for (size_t j = 0; j < high.cols; j++)
    gram->rest[gram->ones + j] =
      *mat_at(rest, i, j) * gram->scale[gram->ones + j];
}

INLINE DoubleDouble row_at(const DdGram *gram, size_t k) {
  return (DoubleDouble){gram->row[k], gram->rest[k]};
}

FOR_EACH_PROCESSOR static void add_wide_row(DdGram *gram, double weight) {
  for (size_t j = 0; j < gram->p; j++) {
    DoubleDouble a = dd_multiply(row_at(gram, j), (DoubleDouble){-weight, 0});
    DoubleDouble *g = dd_gram_at(gram, j, 0);
    for (size_t k = 0; k <= j; k++)
      dd_subtract_product(&g[k], row_at(gram, k), a);
  }
}

FOR_EACH_PROCESSOR void dd_gram_add_row(DdGram *gram, double weight) {
  const double *row = gram->row;
  if (gram->rest) {
    add_wide_row(gram, weight);
    return;
  }
  for (size_t j = 0; j < gram->p; j++) {
    const double product = weight * row[j];
    const DoubleDouble a = {product, fma(weight, row[j], -product)};
    DoubleDouble *g = dd_gram_at(gram, j, 0);
    for (size_t k = 0; k <= j; k++) dd_add_product(&g[k], row[k], a);
  }
}

void dd_gram_add_penalty(DdGram *gram, double lambda) {
  for (size_t k = gram->ones; k < gram->p; k++) {
    const double root = gram->scale[k];
    dd_add(dd_gram_at(gram, k, k), lambda * root * root);
  }
}

/* -- factor and inverse --------------------------------------------------- */

/* G - Σ L L at row k, column j, summed over the columns before j. */
static DoubleDouble left_over(const DdGram *gram, size_t k, size_t j) {
  const DoubleDouble *a = dd_gram_at(gram, k, 0), *b = dd_gram_at(gram, j, 0);
  DoubleDouble left = a[j];
  for (size_t i = 0; i < j; i++) dd_subtract_product(&left, a[i], b[i]);
  return left;
}

/* Σ c² |a|² over column k and the columns that it is a combination of, with the
 * weights c in gram->row: the effect of unit changes of these columns on the
 * remainder. */
static double combination_weight(DdGram *gram, size_t k, double whole) {
  double *c = gram->row, sum = whole;
  for (size_t j = 0; j < k; j++) c[j] = dd_gram_at(gram, k, j)->hi;
  for (size_t i = k; i-- > 0;) {
    const DoubleDouble *row = dd_gram_at(gram, i, 0);
    double square = 0;
    if (gram->dependent[i]) continue;
    c[i] /= row[i].hi;
    for (size_t j = 0; j <= i; j++) square += row[j].hi * row[j].hi;
    for (size_t j = 0; j < i; j++) c[j] -= row[j].hi * c[i];
    sum += c[i] * c[i] * square;
  }
  return sum;
}

/* Is the squared remainder of a column within the rounding of the columns that
 * it combines? Most remainders are so large that the combination need not be
 * computed. */
static bool depends(DdGram *gram, size_t k, double left, double whole,
                    double slack) {
  static const double PLENTY = 1e-12;
  if (!(left > slack * whole)) return true;
  return left <= PLENTY * whole &&
         left <= slack * combination_weight(gram, k, whole);
}

/* Computes row k of L; `slack` is the square of a norm that counts as 0. */
static void factor_row(DdGram *gram, size_t k, double slack) {
  DoubleDouble *row = dd_gram_at(gram, k, 0);
  const double whole = row[k].hi;
  for (size_t j = 0; j < k; j++)
    row[j] = gram->dependent[j]
               ? (DoubleDouble){0, 0}
               : dd_ratio(left_over(gram, k, j), *dd_gram_at(gram, j, j));
  const DoubleDouble left = left_over(gram, k, k);
  gram->dependent[k] = depends(gram, k, left.hi, whole, slack);
  row[k] = gram->dependent[k] ? (DoubleDouble){0, 0} : dd_sqrt(left);
}

Status dd_gram_factor(size_t *rank, DdGram *gram, size_t m, StopFlag stop) {
  const double noise = (double)gram->p + sqrt((double)m);
  const double slack = ldexp(1, -96) + ldexp(noise, -100);
  *rank = 0;
  for (size_t k = 0; k < gram->p; k++) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, k, 0, 0);
    factor_row(gram, k, slack);
    *rank += !gram->dependent[k];
  }
  return status_ok();
}

/* Computes row i of L⁻¹ from row i of L and the rows of L⁻¹ above it, in place,
 * because column j needs L only from column j on. */
static void invert_row(DdGram *gram, size_t i) {
  DoubleDouble *row = dd_gram_at(gram, i, 0);
  const DoubleDouble diagonal = row[i];
  for (size_t j = 0; j < i; j++) {
    DoubleDouble sum = {0, 0};
    for (size_t k = j; k < i; k++)
      if (!gram->dependent[k])
        dd_subtract_product(&sum, row[k], *dd_gram_at(gram, k, j));
    row[j] = dd_ratio(sum, diagonal);
  }
  row[i] = dd_ratio((DoubleDouble){1, 0}, diagonal);
}

Status dd_gram_invert(DdGram *gram, StopFlag stop) {
  for (size_t i = 0; i < gram->p; i++) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    if (!gram->dependent[i]) invert_row(gram, i);
  }
  return status_ok();
}

/* *w += a * b */
static void add(DoubleDouble *w, DoubleDouble a, DoubleDouble b) {
  dd_subtract_product(w, (DoubleDouble){-a.hi, -a.lo}, b);
}

DoubleDouble dd_gram_inverse_at(const DdGram *gram, size_t i, size_t j) {
  DoubleDouble sum = {0, 0};
  for (size_t k = i > j ? i : j; k < gram->p; k++)
    if (!gram->dependent[k])
      add(&sum, *dd_gram_at(gram, k, i), *dd_gram_at(gram, k, j));
  return sum;
}

void dd_gram_solve(DoubleDouble *v, const DdGram *gram) {
  for (size_t i = gram->p; i-- > 0;) {
    DoubleDouble sum = {0, 0};
    for (size_t j = 0; j <= i && !gram->dependent[i]; j++)
      add(&sum, *dd_gram_at(gram, i, j), v[j]);
    v[i] = sum;
  }
  for (size_t j = 0; j < gram->p; j++) {
    DoubleDouble sum = {0, 0};
    for (size_t i = j; i < gram->p; i++)
      if (!gram->dependent[i] && !gram->dependent[j])
        add(&sum, *dd_gram_at(gram, i, j), v[i]);
    v[j] = sum;
  }
}

void dd_gram_null(DoubleDouble *c, const DdGram *gram, size_t k) {
  for (size_t j = 0; j < gram->p; j++) {
    c[j] = (DoubleDouble){-(double)(j == k), 0};
    for (size_t i = j; i < k; i++)
      if (!gram->dependent[i] && !gram->dependent[j])
        add(&c[j], *dd_gram_at(gram, i, j), *dd_gram_at(gram, k, i));
  }
}

void dd_gram_keep_null(DdGram *gram, const DoubleDouble *c, size_t k) {
  for (size_t j = 0; j <= k; j++) *dd_gram_at(gram, k, j) = c[j];
}

void dd_gram_reduce(DoubleDouble *v, const DdGram *gram) {
  for (size_t k = gram->p; k-- > 0;) {
    const DoubleDouble *null = dd_gram_at(gram, k, 0);
    if (!gram->dependent[k]) continue;
    const DoubleDouble times = dd_ratio(v[k], null[k]);
    for (size_t j = 0; j < k; j++) dd_subtract_product(&v[j], times, null[j]);
    v[k] = (DoubleDouble){0, 0};
  }
}
