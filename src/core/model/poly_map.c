#include "core/model/poly_map.h"

#include <float.h>
#include <math.h>

size_t poly_map_scratch(size_t n) { return 4 * n; }

/* -- learning ------------------------------------------------------------- */

/* The value in column j farthest from 0. */
static double farthest(const PolyMap *map, size_t j) {
  return fmax(fabs(map->low[j]), fabs(map->high[j]));
}

static Status check_ranges(const PolyMap *map) {
  for (size_t j = 0; j < map->inputs; j++) {
    const double x = farthest(map, j), power = pow(x, (double)map->degree);
    if (x > 0 && !(power >= DBL_MIN && power <= DBL_MAX))
      return status_error(STATUS_RANGE, 0, j, x);
  }
  return status_ok();
}

/* Without a constant, shifting by c would change the space of functions. */
static void find_map(PolyMap *map, bool intercept) {
  for (size_t j = 0; j < map->inputs; j++) {
    const double middle = map->low[j] / 2 + map->high[j] / 2;
    map->center[j] = intercept ? middle : 0;
    const double reach =
      fmax(map->high[j] - map->center[j], map->center[j] - map->low[j]);
    map->width[j] = reach > 0 ? ldexp(1, ilogb(reach)) : 1;
  }
}

void poly_map_lay_out(PolyMap *map, size_t n, size_t degree, double *scratch) {
  *map = (PolyMap){n,
                   degree,
                   poly_count(n, degree, true),
                   scratch,
                   scratch + n,
                   scratch + 2 * n,
                   scratch + 3 * n};
}

Status poly_map_from_ranges(PolyMap *map, bool intercept) {
  const Status s = check_ranges(map);
  if (s.code == STATUS_OK) find_map(map, intercept);
  return s;
}

Status poly_map_learn(PolyMap *map, Mat X, size_t degree, bool intercept,
                      double *scratch, StopFlag stop) {
  poly_map_lay_out(map, X.cols, degree, scratch);
  const Status s = mat_range(map->low, map->high, X, stop);
  return s.code == STATUS_OK ? poly_map_from_ranges(map, intercept) : s;
}

double poly_map_largest(const PolyMap *map, const PolyTerm *term) {
  double product = 1;
  for (size_t i = 0; i < term->degree; i++)
    product *= farthest(map, term->column[i]);
  return product;
}

/* -- products of u -------------------------------------------------------- */

/* (x - c) / h, exactly. */
static DoubleDouble mapped(const PolyMap *map, double x, size_t j) {
  if (!map->center) return (DoubleDouble){x, 0};
  const DoubleDouble distance = dd_sum(x, -map->center[j]);
  return (DoubleDouble){distance.hi / map->width[j],
                        distance.lo / map->width[j]};
}

typedef struct Products {
  Mat high, rest;
} Products;

static DoubleDouble product_at(const Products *p, size_t i, size_t k) {
  return (DoubleDouble){*mat_at(p->high, i, k), *mat_at(p->rest, i, k)};
}

/* Product k: a column of u, or a shorter product, its base, times its last
 * column. */
static void fill_column(const Products *p, const PolyMap *map, Mat X,
                        const PolyTerm *term, size_t k, size_t base) {
  const size_t last = term->column[term->degree - 1];
  for (size_t i = 0; i < X.rows; i++) {
    DoubleDouble u = term->degree == 1 ? mapped(map, *mat_at(X, i, last), last)
                                       : dd_multiply(product_at(p, i, base),
                                                     product_at(p, i, last));
    *mat_at(p->high, i, k) = u.hi;
    *mat_at(p->rest, i, k) = u.lo;
  }
}

static Status fill_part(const Products *p, const PolyMap *map, Mat X,
                        StopFlag stop) {
  PolyTerm term = poly_first();
  size_t k = 0, base = 0;
  do {
    if (k % 256 == 0 && stop_asked(stop))
      return status_error(STATUS_STOPPED, k, 0, 0);
    fill_column(p, map, X, &term, k++, base);
    base += poly_base_step(&term, map->inputs, true);
  } while (poly_next(&term, map->inputs, map->degree, true));
  return status_ok();
}

/* Rows per block, so that it stays in the cache. */
Status poly_map_fill(Mat high, Mat rest, const PolyMap *map, Mat X,
                     StopFlag stop) {
  const size_t most = 64 + 8192 / map->count;
  for (size_t i = 0; i < X.rows; i += most) {
    const size_t rows = X.rows - i < most ? X.rows - i : most;
    const Products part = {mat_part(high, i, rows), mat_part(rest, i, rows)};
    Status s = fill_part(&part, map, mat_part(X, i, rows), stop);
    if (s.code != STATUS_OK) return s;
  }
  return status_ok();
}

/* -- back to raw products ------------------------------------------------- */

/* Weights of products of x - c. Divides by one width at a time, because their
 * product may overflow. */
static void undo_widths(const PolyMap *map, DoubleDouble *w) {
  PolyTerm term = poly_first();
  size_t k = 0;
  do {
    for (size_t i = 0; i < term.degree; i++) {
      const double width = map->width[term.column[i]];
      w[k] = (DoubleDouble){w[k].hi / width, w[k].lo / width};
    }
    k++;
  } while (poly_next(&term, map->inputs, map->degree, true));
}

/* The index of the term times x_j, which replaces the term. */
static size_t times_column(const PolyMap *map, PolyTerm *term, size_t j) {
  size_t at = term->degree++;
  for (; at && term->column[at - 1] > j; at--)
    term->column[at] = term->column[at - 1];
  term->column[at] = j;
  return poly_index(term, map->inputs);
}

static size_t power_of(const PolyTerm *term, size_t j) {
  size_t power = 0;
  for (size_t i = 0; i < term->degree; i++) power += term->column[i] == j;
  return power;
}

/* The weight of a term t in which x_j has power e, after expanding x_j - c: Σ_i
 * C(e + i, i) (-c)^i w(t x_j^i), by Horner's rule from the highest i. */
static DoubleDouble expanded(const PolyMap *map, const DoubleDouble *w,
                             PolyTerm t, size_t k, size_t j) {
  size_t place[POLY_MOST_DEGREE + 1] = {k};
  const size_t e = power_of(&t, j), most = map->degree - t.degree;
  for (size_t i = 1; i <= most; i++) place[i] = times_column(map, &t, j);
  DoubleDouble sum = w[place[most]];
  for (size_t i = most; i > 0; i--) {
    sum = dd_multiply(sum,
                      dd_divide((DoubleDouble){(double)(e + i), 0}, (double)i));
    sum = dd_multiply(sum, (DoubleDouble){-map->center[j], 0});
    sum = dd_plus(sum, w[place[i - 1]]);
  }
  return sum;
}

/* Column by column, in place: a weight depends on itself and on higher terms,
 * which come later; the constant, stored last, is computed first. */
static Status undo_centers(const PolyMap *map, DoubleDouble *w, StopFlag stop) {
  for (size_t j = 0; j < map->inputs; j++) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, j, 0, 0);
    if (map->center[j] == 0) continue;
    PolyTerm term = {0, {0}};
    w[map->count] = expanded(map, w, term, map->count, j);
    term = poly_first();
    size_t k = 0;
    do {
      w[k] = expanded(map, w, term, k, j);
      k++;
    } while (poly_next(&term, map->inputs, map->degree, true));
  }
  return status_ok();
}

static Status check_weights(const PolyMap *map, const DoubleDouble *w) {
  for (size_t k = 0; k <= map->count; k++)
    if (!isfinite(w[k].hi + w[k].lo))
      return status_error(STATUS_RANGE, 1, k, w[k].hi);
  return status_ok();
}

Status poly_map_raw(DoubleDouble *w, const PolyMap *map, StopFlag stop) {
  undo_widths(map, w);
  Status s = undo_centers(map, w, stop);
  return s.code == STATUS_OK ? check_weights(map, w) : s;
}

/* -- sums of raw products ------------------------------------------------- */

Status poly_sums(DoubleDouble *out, Mat X, size_t degree, const DoubleDouble *w,
                 double *scratch, StopFlag stop) {
  const PolyMap raw = {.inputs = X.cols,
                       .degree = degree,
                       .count = poly_count(X.cols, degree, true)};
  const Products p = {mat_of(scratch, X.rows, raw.count),
                      mat_of(scratch + X.rows * raw.count, X.rows, raw.count)};
  Status s = poly_map_fill(p.high, p.rest, &raw, X, stop);
  for (size_t i = 0; i < X.rows && s.code == STATUS_OK; i++) {
    out[i] = w[raw.count];
    for (size_t k = 0; k < raw.count; k++)
      dd_subtract_product(&out[i], (DoubleDouble){-w[k].hi, -w[k].lo},
                          product_at(&p, i, k));
  }
  return s;
}

Status poly_values(Vec out, Mat X, size_t degree, const DoubleDouble *w,
                   double *scratch, StopFlag stop) {
  DoubleDouble sums[POLY_BLOCK];
  for (size_t from = 0; from < X.rows; from += POLY_BLOCK) {
    const size_t left = X.rows - from;
    const Mat part = mat_part(X, from, left < POLY_BLOCK ? left : POLY_BLOCK);
    Status s = poly_sums(sums, part, degree, w, scratch, stop);
    if (s.code != STATUS_OK) return s;
    for (size_t i = 0; i < part.rows; i++)
      *vec_at(out, from + i) = dd_round(sums[i]);
  }
  return status_ok();
}
