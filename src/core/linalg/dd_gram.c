#include "core/linalg/dd_gram.h"

#include "core/linalg/simd.h"

/* Beyond them a power of two or its square is no longer a plain double. */
enum { MOST_EXPONENT = 1000 };

size_t wide_gram_scratch(size_t n) {
  const size_t p = n + 1;
  return 2 * p * p + 4 * p;
}

double wide_gram_scale(double length) {
  if (!(length > 0)) return 1;
  const int e = isfinite(length) ? ilogb(length) : MOST_EXPONENT;
  if (e < -MOST_EXPONENT) return ldexp(1, MOST_EXPONENT);
  return ldexp(1, -e);
}

void wide_gram_lay_out(WideGram *gram, size_t n, bool intercept,
                       double *scratch) {
  const size_t p = n + intercept;
  *gram = (WideGram){.p = p, .ones = intercept, .g = (Wide *)(void *)scratch};
  gram->scale = scratch + 2 * p * p;
  gram->row = gram->scale + p;
  gram->dependent = (bool *)(void *)(gram->row + 2 * p);
  for (size_t k = 0; k < p * p; k++) gram->g[k] = (Wide){0, 0};
  for (size_t k = 0; k < p; k++) gram->dependent[k] = false;
  for (size_t k = 0; k < p; k++) gram->scale[k] = 1;
}

Status wide_gram_start(WideGram *gram, Mat X, bool intercept, double *scratch,
                       StopFlag stop) {
  const size_t ones = intercept;
  wide_gram_lay_out(gram, X.cols, intercept, scratch);
  if (intercept) gram->scale[0] = wide_gram_scale(sqrt((double)X.rows));
  for (size_t j = 0; j < X.cols; j++) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, j, 0, 0);
    gram->scale[j + ones] = wide_gram_scale(vec_norm(mat_col(X, j)));
  }
  return status_ok();
}

void wide_gram_read_row(WideGram *gram, Mat X, size_t i) {
  const double *x = mat_at(X, i, 0), *scale = gram->scale + gram->ones;
  double *row = gram->row + gram->ones;
  if (gram->ones) gram->row[0] = gram->scale[0];
  for (size_t j = 0; j < X.cols; j++) row[j] = x[j] * scale[j];
}

void wide_gram_read_wide_row(WideGram *gram, Mat high, Mat rest, size_t i) {
  wide_gram_read_row(gram, high, i);
  gram->rest = gram->row + gram->p;
  if (gram->ones) gram->rest[0] = 0;
  for (size_t j = 0; j < high.cols; j++)
    gram->rest[gram->ones + j] =
        *mat_at(rest, i, j) * gram->scale[gram->ones + j];
}

INLINE Wide row_at(const WideGram *gram, size_t k) {
  return (Wide){gram->row[k], gram->rest[k]};
}

FOR_EACH_PROCESSOR static void add_wide_row(WideGram *gram, double weight) {
  for (size_t j = 0; j < gram->p; j++) {
    Wide a = wide_times(row_at(gram, j), (Wide){-weight, 0});
    Wide *g = wide_gram_at(gram, j, 0);
    for (size_t k = 0; k <= j; k++)
      wide_take_product(&g[k], row_at(gram, k), a);
  }
}

FOR_EACH_PROCESSOR void wide_gram_add_row(WideGram *gram, double weight) {
  const double *row = gram->row;
  if (gram->rest) {
    add_wide_row(gram, weight);
    return;
  }
  for (size_t j = 0; j < gram->p; j++) {
    const double product = weight * row[j];
    const Wide a = {product, fma(weight, row[j], -product)};
    Wide *g = wide_gram_at(gram, j, 0);
    for (size_t k = 0; k <= j; k++) wide_add_product(&g[k], row[k], a);
  }
}

void wide_gram_add_penalty(WideGram *gram, double lambda) {
  for (size_t k = gram->ones; k < gram->p; k++) {
    const double root = gram->scale[k];
    wide_add(wide_gram_at(gram, k, k), lambda * root * root);
  }
}

/* -- factor and inverse --------------------------------------------------- */

/* G - Σ L L at row k, column j, over the columns before j. */
static Wide left_over(const WideGram *gram, size_t k, size_t j) {
  const Wide *a = wide_gram_at(gram, k, 0), *b = wide_gram_at(gram, j, 0);
  Wide left = a[j];
  for (size_t i = 0; i < j; i++) wide_take_product(&left, a[i], b[i]);
  return left;
}

/* Σ c² |a|² over column k and those before it that give it, c of them being in
 * gram->row: so much a change of each column by a unit weighs in the rest. */
static double combination_weight(WideGram *gram, size_t k, double whole) {
  double *c = gram->row, sum = whole;
  for (size_t j = 0; j < k; j++) c[j] = wide_gram_at(gram, k, j)->hi;
  for (size_t i = k; i-- > 0;) {
    const Wide *row = wide_gram_at(gram, i, 0);
    double square = 0;
    if (gram->dependent[i]) continue;
    c[i] /= row[i].hi;
    for (size_t j = 0; j <= i; j++) square += row[j].hi * row[j].hi;
    for (size_t j = 0; j < i; j++) c[j] -= row[j].hi * c[i];
    sum += c[i] * c[i] * square;
  }
  return sum;
}

/* Is what is left of a column, squared, no more than the rounding of the columns
 * that give it? Most leave so much that their combination is not asked for. */
static bool depends(WideGram *gram, size_t k, double left, double whole,
                    double slack) {
  static const double PLENTY = 1e-12;
  if (!(left > slack * whole)) return true;
  return left <= PLENTY * whole &&
         left <= slack * combination_weight(gram, k, whole);
}

/* Row k of L; `slack` is the square of a length that counts as nothing. */
static void factor_row(WideGram *gram, size_t k, double slack) {
  Wide *row = wide_gram_at(gram, k, 0);
  const double whole = row[k].hi;
  for (size_t j = 0; j < k; j++)
    row[j] = gram->dependent[j]
                 ? (Wide){0, 0}
                 : wide_ratio(left_over(gram, k, j), *wide_gram_at(gram, j, j));
  const Wide left = left_over(gram, k, k);
  gram->dependent[k] = depends(gram, k, left.hi, whole, slack);
  row[k] = gram->dependent[k] ? (Wide){0, 0} : wide_root(left);
}

Status wide_gram_factor(size_t *rank, WideGram *gram, size_t m, StopFlag stop) {
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

/* Row i of L⁻¹ from row i of L and the rows of L⁻¹ above it, in place: column j
 * needs L from column j on only. */
static void invert_row(WideGram *gram, size_t i) {
  Wide *row = wide_gram_at(gram, i, 0);
  const Wide diagonal = row[i];
  for (size_t j = 0; j < i; j++) {
    Wide sum = {0, 0};
    for (size_t k = j; k < i; k++)
      if (!gram->dependent[k])
        wide_take_product(&sum, row[k], *wide_gram_at(gram, k, j));
    row[j] = wide_ratio(sum, diagonal);
  }
  row[i] = wide_ratio((Wide){1, 0}, diagonal);
}

Status wide_gram_invert(WideGram *gram, StopFlag stop) {
  for (size_t i = 0; i < gram->p; i++) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    if (!gram->dependent[i]) invert_row(gram, i);
  }
  return status_ok();
}

/* *w += a * b */
static void add(Wide *w, Wide a, Wide b) {
  wide_take_product(w, (Wide){-a.hi, -a.lo}, b);
}

Wide wide_gram_inverse_at(const WideGram *gram, size_t i, size_t j) {
  Wide sum = {0, 0};
  for (size_t k = i > j ? i : j; k < gram->p; k++)
    if (!gram->dependent[k])
      add(&sum, *wide_gram_at(gram, k, i), *wide_gram_at(gram, k, j));
  return sum;
}

void wide_gram_solve(Wide *v, const WideGram *gram) {
  for (size_t i = gram->p; i-- > 0;) {
    Wide sum = {0, 0};
    for (size_t j = 0; j <= i && !gram->dependent[i]; j++)
      add(&sum, *wide_gram_at(gram, i, j), v[j]);
    v[i] = sum;
  }
  for (size_t j = 0; j < gram->p; j++) {
    Wide sum = {0, 0};
    for (size_t i = j; i < gram->p; i++)
      if (!gram->dependent[i] && !gram->dependent[j])
        add(&sum, *wide_gram_at(gram, i, j), v[i]);
    v[j] = sum;
  }
}

void wide_gram_null(Wide *c, const WideGram *gram, size_t k) {
  for (size_t j = 0; j < gram->p; j++) {
    c[j] = (Wide){-(double)(j == k), 0};
    for (size_t i = j; i < k; i++)
      if (!gram->dependent[i] && !gram->dependent[j])
        add(&c[j], *wide_gram_at(gram, i, j), *wide_gram_at(gram, k, i));
  }
}

void wide_gram_keep_null(WideGram *gram, const Wide *c, size_t k) {
  for (size_t j = 0; j <= k; j++) *wide_gram_at(gram, k, j) = c[j];
}

void wide_gram_reduce(Wide *v, const WideGram *gram) {
  for (size_t k = gram->p; k-- > 0;) {
    const Wide *null = wide_gram_at(gram, k, 0);
    if (!gram->dependent[k]) continue;
    const Wide times = wide_ratio(v[k], null[k]);
    for (size_t j = 0; j < k; j++) wide_take_product(&v[j], times, null[j]);
    v[k] = (Wide){0, 0};
  }
}
