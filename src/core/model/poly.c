#include "core/model/poly.h"

#include "core/parallel/blocks.h"

#include <stdint.h>

/* Terms up to the degree: C(n + degree, degree), including the constant. */
size_t poly_count(size_t n, size_t degree, bool interactions) {
  if (!interactions) return n && degree > SIZE_MAX / n ? SIZE_MAX : n * degree;
  double rough = 1;
  size_t count = 1;
  for (size_t k = 1; k <= degree; k++) {
    rough *= (double)(n + k) / (double)k;
    if (rough * (double)(n + k + 1) > 0x1p53) return SIZE_MAX;
    count = count * (n + k) / k;
  }
  return count - 1;
}

PolyTerm poly_first(void) { return (PolyTerm){1, {0}}; }

/* Increments the list of columns like a number with nondecreasing digits: the
 * last digit that can grow is incremented, and later ones are set to it. */
bool poly_next(PolyTerm *t, size_t n, size_t degree, bool interactions) {
  size_t at = interactions ? t->degree : 1;
  while (at && t->column[at - 1] == n - 1) at--;
  if (!at && t->degree == degree) return false;
  size_t value = at ? t->column[at - 1] + 1 : 0;
  if (!at) t->degree++;
  for (size_t i = at && interactions ? at - 1 : 0; i < t->degree; i++)
    t->column[i] = value;
  return true;
}

size_t poly_base_step(const PolyTerm *t, size_t n, bool interactions) {
  if (t->degree == 1) return 0;
  return !interactions || t->column[t->degree - 1] == n - 1;
}

/* Nondecreasing lists of k columns out of n: C(n + k - 1, k). */
static size_t lists(size_t n, size_t k) {
  size_t count = 1;
  for (size_t i = 1; i <= k; i++) count = count * (n + i - 1) / i;
  return n ? count : 0;
}

/* The term is preceded by all of lower degree and, for each position, by the
 * lists with the same columns before it and a smaller one there. */
size_t poly_index(const PolyTerm *t, size_t n) {
  size_t before = poly_count(n, t->degree - 1, true), least = 0;
  for (size_t i = 0; i < t->degree; i++) {
    const size_t left = t->degree - i;
    before += lists(n - least, left) - lists(n - t->column[i], left);
    least = t->column[i];
  }
  return before;
}

/* Column k of the terms: a column of X, or column `base`, a shorter term, times
 * the last column. */
static void fill_term(Mat terms, Mat X, const PolyTerm *t, size_t k,
                      size_t base) {
  const size_t last = t->column[t->degree - 1];
  for (size_t i = 0; i < X.rows; i++) {
    double *to = mat_at(terms, i, 0);
    const double x = *mat_at(X, i, last);
    to[k] = t->degree == 1 ? x : to[base] * x;
  }
}

/* All terms of a block of rows that stays in the cache. */
static Status fill_part(Mat terms, Mat X, size_t degree, bool interactions,
                        StopFlag stop) {
  PolyTerm t = poly_first();
  size_t k = 0, base = 0;
  do {
    if (k % 4096 == 0 && stop_asked(stop))
      return status_error(STATUS_STOPPED, k, 0, 0);
    fill_term(terms, X, &t, k++, base);
    base += poly_base_step(&t, X.cols, interactions);
  } while (poly_next(&t, X.cols, degree, interactions));
  return status_ok();
}

typedef struct Fill {
  Mat out, X;
  size_t degree;
  bool interactions, bias;
  StopFlag stop;
} Fill;

static Status fill_rows(void *context, const BlockPart *part, double *unused) {
  const Fill *fill = context;
  const size_t high = 64 + 16384 / (fill->out.cols + 1);
  Mat terms = mat_part(fill->out, part->from, part->rows);
  (void)unused;
  if (fill->bias) {
    vec_fill(mat_col(terms, 0), 1);
    terms = mat_columns(terms, 1, terms.cols - 1);
  }
  for (size_t i = 0; i < part->rows; i += high) {
    const size_t rows = part->rows - i < high ? part->rows - i : high;
    Status s = fill_part(mat_part(terms, i, rows),
                         mat_part(fill->X, part->from + i, rows), fill->degree,
                         fill->interactions, fill->stop);
    if (s.code != STATUS_OK) return s;
  }
  return status_ok();
}

Status poly_fill(Mat out, Mat X, size_t degree, bool interactions, bool bias,
                 StopFlag stop) {
  Fill fill = {out, X, degree, interactions, bias, stop};
  const Blocks blocks = blocks_cut(X.rows, out.cols);
  if (!X.rows) return status_ok();
  return blocks_sum(NULL, &blocks,
                    &(BlockSum){.function = fill_rows, .context = &fill}, stop);
}
