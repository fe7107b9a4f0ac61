#include "poly.h"

#include <stdint.h>

/* Terms up to the degree: C(n + degree, degree), the constant among them. */
size_t poly_count(size_t n, size_t degree, bool interactions) {
  if (!interactions)
    return n && degree > SIZE_MAX / n ? SIZE_MAX : n * degree;
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

/* Counts up the list of columns like a number whose digits never fall: the
 * last digit that can grow grows, and those behind it follow. */
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

/* Lists of k columns out of n that never fall: C(n + k - 1, k). */
static size_t lists(size_t n, size_t k) {
  size_t count = 1;
  for (size_t i = 1; i <= k; i++) count = count * (n + i - 1) / i;
  return n ? count : 0;
}

/* Before the term stand all of lower degree; and at each of its places, with
 * those before it alike, the lists that have a smaller column there. */
size_t poly_index(const PolyTerm *t, size_t n) {
  size_t before = poly_count(n, t->degree - 1, true), least = 0;
  for (size_t i = 0; i < t->degree; i++) {
    const size_t left = t->degree - i;
    before += lists(n - least, left) - lists(n - t->column[i], left);
    least = t->column[i];
  }
  return before;
}

static double power(const double *x, const PolyTerm *t) {
  double product = 1;
  for (size_t i = 0; i < t->degree; i++) product *= x[t->column[i]];
  return product;
}

Status poly_fill(Mat out, Mat X, size_t degree, bool interactions, bool bias,
                 StopFlag stop) {
  for (size_t i = 0; i < X.rows; i++) {
    if (i % 256 == 0 && stop_asked(stop))
      return status_error(STATUS_STOPPED, i, 0, 0);
    const double *x = mat_at(X, i, 0);
    double *to = mat_at(out, i, 0);
    PolyTerm term = poly_first();
    if (bias) *to++ = 1;
    do
      *to++ = power(x, &term);
    while (poly_next(&term, X.cols, degree, interactions));
  }
  return status_ok();
}
