/* examples.h - what a model is fitted to: features, targets and, optionally,
 * how often each example counts.
 *
 * A weight of 3 means the same as three equal rows, 0 the same as no row (its
 * target is not even read). So wherever a formula has the number of examples,
 * `total` takes its place. */
#ifndef CORE_MODEL_EXAMPLES_H
#define CORE_MODEL_EXAMPLES_H

#include "core/linalg/mat.h"
#include "core/linalg/vec_reduce.h"
#include "core/parallel/blocks.h"

typedef struct Examples {
  Mat X;      /* m × n, finite */
  Vec y;      /* m; not read where only the features matter */
  Vec weight; /* m numbers, finite and >= 0; n is 0 if each example counts 1 */
  Vec offset; /* m finite numbers added to w·x + b (poisson); n is 0: none */
  double total;  /* Σ weight, or m; > 0. A part keeps the total of the whole */
  Blocks blocks; /* for sums over all of them; count is 0: in one piece, by the
                    calling thread. A part is in one piece */
} Examples;

static inline Examples examples_of(Mat X, Vec y) {
  return (Examples){.X = X, .y = y, .total = (double)X.rows};
}

static inline Examples examples_weighted(Mat X, Vec y, Vec weight) {
  const double total = weight.n ? vec_sum(weight, NULL) : (double)X.rows;
  return (Examples){.X = X, .y = y, .weight = weight, .total = total};
}

static inline double examples_weight(const Examples *e, size_t i) {
  return e->weight.n ? *vec_at(e->weight, i) : 1;
}

static inline double examples_offset(const Examples *e, size_t i) {
  return e->offset.n ? *vec_at(e->offset, i) : 0;
}

/* Their blocks, or those they would be cut into; without scratch. */
static inline Blocks examples_blocks(const Examples *e) {
  Blocks blocks =
    e->blocks.count ? e->blocks : blocks_cut(e->X.rows, e->X.cols);
  blocks.scratch = NULL;
  blocks.room = 0;
  return blocks;
}

/* `count` examples from `from` on. */
static inline Examples examples_part(const Examples *e, size_t from,
                                     size_t count) {
  Examples part = {.X = mat_part(e->X, from, count), .total = e->total};
  if (e->y.n) part.y = vec_part(e->y, from, count);
  if (e->weight.n) part.weight = vec_part(e->weight, from, count);
  if (e->offset.n) part.offset = vec_part(e->offset, from, count);
  return part;
}

#endif
