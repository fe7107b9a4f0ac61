#include "core/linalg/rank.h"

#include <float.h>

bool rank_is_clear(double first, double last) {
  static const double CLEAR = 1e-7;
  return last > CLEAR * first;
}

double rank_limit(size_t m, size_t p) {
  return DBL_EPSILON * (double)(m > p ? m : p);
}

bool rank_affordable(size_t m, size_t n) {
  static const double MOST_PRODUCTS = 5e9; /* about ten seconds */
  const double p = (double)n + 1;
  return p * p * ((double)m / 2 + p / 6) <= MOST_PRODUCTS;
}

size_t rank_scratch(size_t n) { return dd_gram_scratch(n); }

Status rank_decide(size_t *rank, DdGram *gram, const Columns *columns,
                   double *scratch, StopFlag stop) {
  const Mat X = columns->X, rest = columns->rest;
  Status s = dd_gram_start(gram, X, columns->intercept, scratch, stop);
  for (size_t i = 0; i < X.rows && s.code == STATUS_OK; i++) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    if (rest.d)
      dd_gram_read_dd_row(gram, X, rest, i);
    else
      dd_gram_read_row(gram, X, i);
    dd_gram_add_row(gram, columns->weight.n ? *vec_at(columns->weight, i) : 1);
  }
  if (s.code != STATUS_OK) return s;
  if (columns->lambda > 0) dd_gram_add_penalty(gram, columns->lambda);
  return dd_gram_factor(rank, gram, X.rows, stop);
}
