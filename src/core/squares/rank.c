#include "core/squares/rank.h"

#include <float.h>
#include <string.h>

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

/* -- the products ----------------------------------------------------------- */

typedef struct Pass {
  const Columns *of;
  const DdGram *gram;
  StopFlag stop;
} Pass;

/* Adds `count` rows of A, from row i on. */
static Status add_rows(DdGram *gram, const Columns *of, size_t i, size_t count,
                       StopFlag stop) {
  for (const size_t end = i + count; i < end; i++) {
    if (stop_asked(stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    if (of->rest.d)
      dd_gram_read_dd_row(gram, of->X, of->rest, i);
    else
      dd_gram_read_row(gram, of->X, i);
    dd_gram_add_row(gram, of->weight.n ? *vec_at(of->weight, i) : 1);
  }
  return status_ok();
}

static Status add_part(void *context, const BlockPart *part, double *sums) {
  const Pass *pass = context;
  DdGram mine = *pass->gram;
  mine.g = (DoubleDouble *)(void *)sums;
  mine.row = part->own;
  return add_rows(&mine, pass->of, part->from, part->rows, pass->stop);
}

static size_t width_of(size_t p) { return 2 * p * p; }

size_t rank_blocks_scratch(const Blocks *blocks, size_t n) {
  const size_t p = n + 1;
  return width_of(p) + blocks_scratch(blocks, width_of(p), 2 * p);
}

static Status add_blocks(DdGram *gram, const Columns *of, StopFlag stop) {
  Blocks blocks = of->blocks;
  Pass pass = {of, gram, stop};
  double *sums = blocks_take(&blocks, width_of(gram->p));
  const Status s = blocks_sum(sums, &blocks,
                              &(BlockSum){.function = add_part,
                                          .context = &pass,
                                          .width = width_of(gram->p),
                                          .own = 2 * gram->p,
                                          .add = dd_add_pairs},
                              stop);
  memcpy(gram->g, sums, width_of(gram->p) * sizeof *sums);
  return s;
}

/* -- the rank --------------------------------------------------------------- */

static Status add_all(DdGram *gram, const Columns *of, double *scratch,
                      StopFlag stop) {
  const bool cut = of->blocks.count;
  const Status s = cut
                     ? dd_gram_start_blocks(gram, of->X, of->intercept, scratch,
                                            &of->blocks, stop)
                     : dd_gram_start(gram, of->X, of->intercept, scratch, stop);
  if (s.code != STATUS_OK) return s;
  return cut ? add_blocks(gram, of, stop)
             : add_rows(gram, of, 0, of->X.rows, stop);
}

Status rank_decide(size_t *rank, DdGram *gram, const Columns *columns,
                   double *scratch, StopFlag stop) {
  const size_t m =
    columns->blocks.count ? columns->blocks.rows : columns->X.rows;
  const Status s = add_all(gram, columns, scratch, stop);
  if (s.code != STATUS_OK) return s;
  if (columns->lambda > 0) dd_gram_add_penalty(gram, columns->lambda);
  return dd_gram_factor(rank, gram, m, stop);
}
