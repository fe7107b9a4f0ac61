#include "core/stats/split.h"

#include "core/stats/rng.h"
#include "core/linalg/vec_reduce.h"
#include "core/stats/sort.h"

void split_shuffle(size_t *order, size_t n, uint64_t seed) {
  Rng rng;
  rng_seed(&rng, seed);
  for (size_t i = 0; i < n; i++) order[i] = i;
  rng_shuffle(&rng, order, n);
}

/* keys holds the classes in shuffled order and `sorted` their positions,
 * grouped by class; the k-th of m equal ones gets the key (k + 1/2) / m. */
static void spread(double *keys, const size_t *sorted, size_t n) {
  for (size_t first = 0, last; first < n; first = last) {
    double class = keys[sorted[first]];
    for (last = first; last < n && keys[sorted[last]] == class;) last++;
    for (size_t i = first; i < last; i++)
      keys[sorted[i]] = ((double)(i - first) + 0.5) / (double)(last - first);
  }
}

Status split_stratify(size_t *order, Vec y, double *keys, size_t *scratch,
                      StopFlag stop) {
  size_t *sorted = scratch, *rest = scratch + y.n;
  Vec all = vec_of(keys, y.n);
  for (size_t i = 0; i < y.n; i++) keys[i] = *vec_at(y, order[i]);
  Status s = sort_order(sorted, all, rest, stop);
  if (s.code) return s;
  spread(keys, sorted, y.n);
  s = sort_order(sorted, all, rest, stop);
  if (s.code) return s;
  for (size_t i = 0; i < y.n; i++) rest[i] = order[sorted[i]];
  for (size_t i = 0; i < y.n; i++) order[i] = rest[i];
  return status_ok();
}

void split_fold(size_t n, size_t folds, size_t k, size_t *first, size_t *last) {
  size_t size = n / folds, larger = n % folds;
  *first = k * size + (k < larger ? k : larger);
  *last = *first + size + (k < larger);
}

/* -- rows ------------------------------------------------------------------ */

/* Rows that are far apart in memory are asked for some rows ahead. */
static void fetch_row(Mat a, size_t i) {
  enum { LINE = 8, MOST = 16 * LINE, TO_READ = 0, NEAREST = 3 };
  const size_t n = a.cols < MOST ? a.cols : MOST;
  for (size_t j = 0; j < n; j += LINE)
    __builtin_prefetch(mat_at(a, i, j), TO_READ, NEAREST);
}

Status split_take(Mat out, Mat a, const size_t *order, StopFlag stop) {
  enum { AHEAD = 16, POLL = 4096 };
  for (size_t i = 0; i < out.rows; i++) {
    if (i % POLL == 0 && stop_asked(stop))
      return status_error(STATUS_STOPPED, i, 0, 0);
    if (i + AHEAD < out.rows) fetch_row(a, order[i + AHEAD]);
    vec_copy(mat_row(out, i), mat_row(a, order[i]));
  }
  return status_ok();
}
