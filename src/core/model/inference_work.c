#include "core/model/inference_work.h"

#include <math.h>
#include <string.h>

#include "core/linalg/vec_reduce.h"
#include "core/model/moments.h"
#include "core/parallel/share.h"

typedef InferenceWork Work;

/* The sums over the rows: G, the step and the totals, one after the other. */
static size_t sums_of(size_t p) {
  return 2 * p * p + 2 * p + sizeof(InferenceTotals) / sizeof(double);
}

/* Memory for a row of A, and for a block of products and their sums. */
static size_t own_of(size_t p, bool powers) {
  return 2 * p + (powers ? poly_sums_scratch(p) + 2 * POLY_BLOCK : 0);
}

static size_t pass_scratch(const Blocks *blocks, size_t p, bool powers) {
  return sums_of(p) + blocks_scratch(blocks, sums_of(p), own_of(p, powers));
}

size_t inference_work_scratch(const Examples *e) {
  const size_t p = e->X.cols + 1;
  const Blocks blocks = examples_blocks(e);
  return dd_gram_scratch(p - 1) + 4 * p + pass_scratch(&blocks, p, false);
}

/* The blocks of data with as many columns as there are products. */
static Blocks powers_blocks(const Powers *powers, const Examples *e,
                            size_t count) {
  return share_has_blocks(&e->blocks) ? examples_blocks(e)
                                      : blocks_cut(powers->X.rows, count);
}

size_t inference_work_powers_scratch(const Powers *powers, const Examples *e) {
  const size_t count = poly_count(powers->X.cols, powers->degree, true);
  const size_t p = count + 1;
  const Blocks blocks = powers_blocks(powers, e, count);
  return dd_gram_scratch(count) + 4 * p + poly_map_scratch(powers->X.cols) +
         2 * p + pass_scratch(&blocks, p, true);
}

/* -- one pass over the rows ----------------------------------------------- */

/* For powers, fills a block of at most `left` rows that starts at row i. */
static Status read_block(Work *w, size_t i, size_t left) {
  const Powers *all = w->powers;
  const Mat X = mat_part(all->X, i, left < POLY_BLOCK ? left : POLY_BLOCK);
  Status s = poly_sums(w->sums, X, all->degree, all->theta, w->high.d, w->stop);
  if (s.code != STATUS_OK) return s;
  return poly_map_fill(w->high, w->rest, &w->map, X, w->stop);
}

static DoubleDouble row_sum(const Work *w, size_t i, size_t at) {
  if (w->powers) return w->sums[at];
  DoubleDouble z = {w->model->intercept ? w->model->theta[w->e.X.cols] : 0, 0};
  for (size_t j = 0; j < w->e.X.cols; j++)
    dd_add_product(&z, w->model->theta[j],
                   (DoubleDouble){*mat_at(w->e.X, i, j), 0});
  return z;
}

static DoubleDouble square(DoubleDouble a) { return dd_multiply(a, a); }

/* log(1 + e^z) - y z without overflow. */
static double entropy(double z, double y) {
  return log1p(exp(-fabs(z))) + ((z > 0) == (y > 0) ? 0 : fabs(z));
}

static DoubleDouble times(double weight, DoubleDouble a) {
  return dd_multiply(a, (DoubleDouble){weight, 0});
}

/* row_error of a poisson model, whose weight is f = e^z. */
static DoubleDouble count_error(Work *w, DoubleDouble z, double y, double count,
                                double *weight) {
  const double f = exp(z.hi) * (1 + z.lo);
  dd_add(&w->total.loss, count * glm_count_loss(z.hi, f, y));
  *weight = f;
  return (DoubleDouble){f - y, 0};
}

/* Adds a row's loss, `count` times; returns f - y and its weight in D. */
static DoubleDouble row_error(Work *w, DoubleDouble z, double y, double count,
                              double *weight) {
  *weight = 1;
  if (w->model->kind == GLM_LINEAR) {
    dd_add(&z, -y);
    w->total.loss = dd_plus(w->total.loss, times(count, square(z)));
    return z;
  }
  if (w->model->kind == GLM_POISSON) return count_error(w, z, y, count, weight);
  dd_add(&w->total.loss, count * entropy(z.hi, y));
  *weight = vec_sigmoid_of(z.hi) * vec_sigmoid_of(-z.hi);
  return (DoubleDouble){y > 0 ? -vec_sigmoid_of(-z.hi) : vec_sigmoid_of(z.hi),
                        0};
}

static void add_row(Work *w, size_t i, size_t at, double weight,
                    DoubleDouble error) {
  const DdGram *gram = &w->gram;
  if (w->powers)
    dd_gram_read_dd_row(&w->gram, w->high, w->rest, at);
  else
    dd_gram_read_row(&w->gram, w->e.X, i);
  dd_gram_add_row(&w->gram, weight);
  for (size_t k = 0; k < gram->p; k++)
    dd_add_product(&w->step[k], gram->row[k], error);
  for (size_t k = 0; k < gram->p && gram->rest; k++)
    dd_add_product(&w->step[k], gram->rest[k], error);
}

/* A copy of the work with the memory of one thread, which adds to `sums`. */
static Work of_part(const Work *w, const BlockPart *part, double *sums) {
  Work mine = *w;
  const size_t p = w->gram.p;
  mine.gram.g = (DoubleDouble *)(void *)sums;
  mine.step = mine.gram.g + p * p;
  mine.total = (InferenceTotals){{0, 0}, {0, 0}};
  mine.gram.row = part->own;
  if (!w->powers) return mine;
  const size_t count = w->model->features;
  double *rest = part->own + 2 * p;
  mine.high = mat_of(rest, POLY_BLOCK, count);
  mine.rest = mat_of(rest + POLY_BLOCK * count, POLY_BLOCK, count);
  mine.sums = (DoubleDouble *)(void *)(rest + poly_sums_scratch(count));
  return mine;
}

/* Row i, which is row `at` of its block of products. */
static void read_row(Work *w, size_t i, size_t at) {
  const double count = examples_weight(&w->e, i);
  if (!(count > 0)) return;
  const double y = *vec_at(w->e.y, i);
  double weight;
  DoubleDouble z = row_sum(w, i, at);
  dd_add(&z, examples_offset(&w->e, i));
  const DoubleDouble error = row_error(w, z, y, count, &weight);
  const DoubleDouble off = dd_minus((DoubleDouble){y, 0}, w->mean);
  w->total.squares = dd_plus(w->total.squares, times(count, square(off)));
  add_row(w, i, at, count * weight, times(count, error));
}

static Status read_part(void *context, const BlockPart *part, double *sums) {
  const Work *w = context;
  Work mine = of_part(w, part, sums);
  for (size_t i = 0; i < part->rows; i++) {
    Status s = status_ok();
    if (stop_asked(w->stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    if (w->powers && i % POLY_BLOCK == 0)
      s = read_block(&mine, part->from + i, part->rows - i);
    if (s.code != STATUS_OK) return s;
    read_row(&mine, part->from + i, i % POLY_BLOCK);
  }
  memcpy(mine.step + w->gram.p, &mine.total, sizeof mine.total);
  return status_ok();
}

static Status read_rows(Work *w) {
  const size_t p = w->gram.p;
  Blocks blocks = w->blocks;
  double *sums = blocks_take(&blocks, sums_of(p));
  Status s = blocks_sum(sums, &blocks,
                        &(BlockSum){.function = read_part,
                                    .context = w,
                                    .width = sums_of(p),
                                    .own = own_of(p, w->powers),
                                    .add = dd_add_pairs},
                        w->stop);
  if (s.code != STATUS_OK) return s;
  memcpy(w->gram.g, sums, 2 * p * p * sizeof *sums);
  memcpy(w->step, sums + 2 * p * p, 2 * p * sizeof *sums);
  memcpy(&w->total, sums + 2 * p * (p + 1), sizeof w->total);
  if (isfinite(w->total.loss.hi + w->total.squares.hi)) return s;
  return status_error(STATUS_NONFINITE, 0, 0, w->total.loss.hi);
}

static void add_penalty(Work *w) {
  const DdGram *gram = &w->gram;
  dd_gram_add_penalty(&w->gram, w->model->lambda);
  for (size_t k = gram->ones; k < gram->p; k++)
    dd_add_product(&w->step[k], w->model->lambda * gram->scale[k],
                   (DoubleDouble){w->model->theta[k - gram->ones], 0});
}

/* -- the targets ------------------------------------------------------------ */

/* Σ y in double-double precision, the range of y, and 1 if there is one. */
enum { SUM, SUM_REST, LOW, HIGH, ANY, TARGETS };

static Status read_targets(void *context, const BlockPart *part, double *sums) {
  enum { POLL = 4096 };
  const Work *w = context;
  DoubleDouble sum = {0, 0};
  for (size_t i = part->from; i < part->from + part->rows; i++) {
    if (i % POLL == 0 && stop_asked(w->stop))
      return status_error(STATUS_STOPPED, i - part->from, 0, 0);
    const double count = examples_weight(&w->e, i), y = *vec_at(w->e.y, i);
    if (!(count > 0)) continue;
    dd_add_product(&sum, count, (DoubleDouble){y, 0});
    sums[LOW] = sums[ANY] > 0 ? fmin(sums[LOW], y) : y;
    sums[HIGH] = sums[ANY] > 0 ? fmax(sums[HIGH], y) : y;
    sums[ANY] = 1;
  }
  sums[SUM] = sum.hi;
  sums[SUM_REST] = sum.lo;
  return status_ok();
}

static void add_targets(double *sums, const double *some, size_t width) {
  if (!(some[ANY] > 0)) return;
  if (!(sums[ANY] > 0)) {
    memcpy(sums, some, width * sizeof *sums);
    return;
  }
  dd_add_pairs(sums, some, LOW);
  sums[LOW] = fmin(sums[LOW], some[LOW]);
  sums[HIGH] = fmax(sums[HIGH], some[HIGH]);
}

static Status learn_targets(Work *w) {
  double sums[TARGETS];
  const Status s = blocks_sum(sums, &w->blocks,
                              &(BlockSum){.function = read_targets,
                                          .context = w,
                                          .width = TARGETS,
                                          .add = add_targets},
                              w->stop);
  w->constant = sums[LOW] == sums[HIGH];
  w->mean = (DoubleDouble){0, 0};
  if (w->model->intercept)
    w->mean = dd_ratio((DoubleDouble){sums[SUM], sums[SUM_REST]},
                       (DoubleDouble){w->e.total, 0});
  return s;
}

/* -- memory ----------------------------------------------------------------- */

/* The map of raw columns whose range is that of the rows of all processes. The
 * other moments are not needed. */
static Status learn_shared_map(Work *w, double *scratch) {
  const Powers *all = w->powers;
  const size_t n = all->X.cols;
  double *others = (double *)(void *)w->raw;
  poly_map_lay_out(&w->map, n, all->degree, scratch);
  Scale scale = {SCALE_ZSCORE, vec_of(others, n), vec_of(others + n, n),
                 vec_of(w->map.low, n), vec_of(w->map.high, n)};
  const Status s =
    moments_fit(&scale, all->X, w->e.weight, w->e.total, &w->blocks, w->stop);
  return s.code == STATUS_OK
           ? poly_map_from_ranges(&w->map, w->model->intercept)
           : s;
}

/* Places the arrays that powers also need in `scratch`. */
static Status lay_out_powers(Work *w, double *scratch, StopFlag stop) {
  const Powers *all = w->powers;
  const size_t count = w->model->features;
  double *rest = scratch + poly_map_scratch(all->X.cols);
  w->raw = (DoubleDouble *)(void *)rest;
  w->blocks = powers_blocks(all, &w->e, count);
  w->blocks.scratch = rest + 2 * (count + 1);
  w->blocks.room = pass_scratch(&w->blocks, count + 1, true);
  if (share_has_blocks(&w->blocks)) return learn_shared_map(w, scratch);
  return poly_map_learn(&w->map, all->X, all->degree, w->model->intercept,
                        scratch, stop);
}

static Status lay_out(Work *w, double *scratch, StopFlag stop) {
  const size_t n = w->model->features;
  const bool ones = w->model->intercept;
  w->step = (DoubleDouble *)(void *)(scratch + dd_gram_scratch(n));
  w->part = w->step + n + 1;
  double *rest = (double *)(void *)(w->part + n + 1);
  w->stop = stop;
  if (w->powers) {
    dd_gram_layout(&w->gram, n, ones, scratch);
    return lay_out_powers(w, rest, stop);
  }
  w->blocks = examples_blocks(&w->e);
  w->blocks.scratch = rest;
  w->blocks.room = pass_scratch(&w->blocks, n + 1, false);
  return share_has_blocks(&w->blocks)
           ? dd_gram_start_blocks(&w->gram, w->e.X, ones, scratch, &w->blocks,
                                  stop)
           : dd_gram_start(&w->gram, w->e.X, ones, scratch, stop);
}

Status inference_work_gather(Work *w, size_t *rank, double *scratch,
                             StopFlag stop) {
  Status s = lay_out(w, scratch, stop);
  if (s.code == STATUS_OK) s = learn_targets(w);
  if (s.code == STATUS_OK) s = read_rows(w);
  if (s.code != STATUS_OK) return s;
  if (w->model->lambda > 0) add_penalty(w);
  s = dd_gram_factor(rank, &w->gram, w->blocks.rows, stop);
  return s.code == STATUS_OK ? dd_gram_invert(&w->gram, stop) : s;
}
