#include "core/model/poly_squares.h"

#include <math.h>
#include <stdint.h>

#include "core/model/poly_map.h"

size_t poly_squares_scratch(size_t m, size_t n, size_t degree) {
  const size_t count = poly_count(n, degree, true);
  if ((double)m * (double)count > 0x1p50) return SIZE_MAX;
  if ((double)count * (double)count > 0x1p50) return SIZE_MAX;
  return poly_map_scratch(n) + 2 * m * count +
         least_squares_scratch(m, count, 0);
}

/* The products with every column at its maximum, relative to the largest
 * |y|. */
static double find_cancelling(const PolyMap *map, const DoubleDouble *w, Vec y,
                              Vec weight) {
  double most = fabs(w[map->count].hi), target = 0;
  PolyTerm term = poly_first();
  size_t k = 0;
  do {
    most = fmax(most, fabs(w[k++].hi) * poly_map_largest(map, &term));
  } while (poly_next(&term, map->inputs, map->degree, true));
  for (size_t i = 0; i < y.n; i++)
    if (!weight.n || *vec_at(weight, i) > 0)
      target = fmax(target, fabs(*vec_at(y, i)));
  return target > 0 ? most / target : 1;
}

static void find_far_column(PolySquares *found, const PolyMap *map) {
  double farthest_yet = -1;
  for (size_t j = 0; j < map->inputs; j++) {
    const double middle = map->low[j] / 2 + map->high[j] / 2;
    const double far = fabs(middle) / (map->high[j] / 2 - map->low[j] / 2);
    if (!(far > farthest_yet) || map->low[j] == map->high[j]) continue;
    farthest_yet = far;
    found->column = j;
    found->middle = middle;
  }
}

Status poly_squares(PolySquares *found, DoubleDouble *raw,
                    const PolyEquations *given, double *scratch,
                    StopFlag stop) {
  PolyMap map;
  const Mat X = given->X;
  Status s =
    poly_map_learn(&map, X, given->degree, given->intercept, scratch, stop);
  if (s.code != STATUS_OK) return s;
  *found = (PolySquares){{0, 0, 0, 0}, 1, 0, 0};
  find_far_column(found, &map);
  scratch += poly_map_scratch(X.cols);
  const Mat P = mat_of(scratch, X.rows, map.count);
  const Mat rest = mat_of(scratch + X.rows * map.count, X.rows, map.count);
  s = poly_map_fill(P, rest, &map, X, stop);
  if (s.code != STATUS_OK) return s;
  scratch += 2 * X.rows * map.count;
  const Equations e = {.X = P,
                       .rest = rest,
                       .y = given->y,
                       .intercept = given->intercept,
                       .weight = given->weight};
  s = least_squares_wide(&found->in, raw, &e, scratch, stop);
  if (s.code == STATUS_OK) s = poly_map_raw(raw, &map, stop);
  found->cancelling = find_cancelling(&map, raw, given->y, given->weight);
  return s;
}
