#include "core/squares/wide_gram.h"

#include <string.h>

#include "core/simd.h"

/* Rows transposed at a time, and independent sums: the arithmetic of one sum is a
 * long dependency chain. */
enum { ROWS = 64, LANES = 8 };

/* Independent sums in double-double precision; lo may be too long. */
typedef struct Lanes {
  double hi[LANES], lo[LANES];
} Lanes;

/* A few rows of A as columns, padded with 0; those times the weights, and the
 * low parts of that. */
typedef struct Columns {
  double *plain, *weighed, *rest;
} Columns;

static size_t sums_width(size_t n) {
  return wide_gram_size(n) * (sizeof(Lanes) / sizeof(double));
}

static size_t own_numbers(size_t n) { return 3 * (n + 2) * ROWS; }

size_t wide_gram_scratch(const Blocks *blocks, size_t n) {
  return sums_width(n) + blocks_scratch(blocks, sums_width(n), own_numbers(n));
}

/* The additions to one sum: a block has at most m / 64 rows, or 8192 if that is
 * more. */
double wide_gram_error(size_t m, size_t sets) {
  return ldexp((double)m / 512 + 1536 + (double)sets, -104);
}

typedef struct Pass {
  const GramInput *of;
  StopFlag stop;
} Pass;

/* -- a few rows ------------------------------------------------------------- */

/* Rows [i, i + m) of A. */
INLINE void turn(double *columns, const GramInput *of, size_t i, size_t m) {
  const size_t n = of->X.cols;
  double *y = columns + (n + 1) * ROWS;
  for (size_t k = 0; k < m; k++) {
    const double *x = mat_at(of->X, i + k, 0);
    const bool counts = !of->weight.n || *vec_at(of->weight, i + k) > 0;
    columns[k] = 1;
    for (size_t j = 0; j < n; j++) columns[(j + 1) * ROWS + k] = x[j];
    y[k] = counts ? *vec_at(of->y, i + k) : 0;
  }
  for (size_t j = 0; m < ROWS && j < n + 2; j++)
    memset(columns + j * ROWS + m, 0, (ROWS - m) * sizeof *columns);
}

/* The same times the weights, exactly. */
INLINE void weigh(const Columns *c, const GramInput *of, size_t i, size_t m) {
  double weight[ROWS] = {0};
  for (size_t k = 0; k < m; k++) weight[k] = *vec_at(of->weight, i + k);
  for (size_t j = 0; j < of->X.cols + 2; j++)
    for (size_t k = 0; k < ROWS; k++) {
      const double x = c->plain[j * ROWS + k], product = weight[k] * x;
      c->weighed[j * ROWS + k] = product;
      c->rest[j * ROWS + k] = fma(weight[k], x, -product);
    }
}

/* sums += Σ (a + rest) b; without rest, if it is NULL. */
INLINE void add_product(Lanes *sums, const double *a, const double *rest,
                        const double *b) {
  Lanes all = *sums;
  for (size_t i = 0; i < ROWS; i += LANES)
    for (size_t k = 0; k < LANES; k++) {
      const double product = a[i + k] * b[i + k];
      double low = fma(a[i + k], b[i + k], -product);
      if (rest) low += rest[i + k] * b[i + k];
      const DoubleDouble sum = dd_sum(all.hi[k], product);
      all.hi[k] = sum.hi;
      all.lo[k] += sum.lo + low;
    }
  *sums = all;
}

FOR_EACH_PROCESSOR static void add_rows(Lanes *sums, const Columns *c,
                                        const GramInput *of, size_t i,
                                        size_t m) {
  const size_t p = of->X.cols + 2;
  turn(c->plain, of, i, m);
  if (of->weight.n) weigh(c, of, i, m);
  for (size_t j = 0; j < p; j++)
    for (size_t k = 0; k <= j; k++, sums++) {
      const double *b = c->plain + k * ROWS;
      if (of->weight.n)
        add_product(sums, c->weighed + j * ROWS, c->rest + j * ROWS, b);
      else
        add_product(sums, c->plain + j * ROWS, NULL, b);
    }
}

/* -- all rows --------------------------------------------------------------- */

static Status add_part(void *context, const BlockPart *part, double *sums) {
  const Pass *pass = context;
  const size_t end = part->from + part->rows;
  const size_t all = (pass->of->X.cols + 2) * ROWS;
  const Columns c = {part->own, part->own + all, part->own + 2 * all};
  for (size_t i = part->from; i < end; i += ROWS) {
    if (stop_asked(pass->stop)) return status_error(STATUS_STOPPED, i, 0, 0);
    add_rows((Lanes *)(void *)sums, &c, pass->of, i,
             end - i < ROWS ? end - i : ROWS);
  }
  return status_ok();
}

FOR_EACH_PROCESSOR static void add_lanes(double *sums, const double *some,
                                         size_t width) {
  dd_add_lanes(sums, some, width, LANES);
}

static DoubleDouble total(const Lanes *sums) {
  return dd_sum_lanes(sums->hi, sums->lo, LANES);
}

Status wide_gram(DoubleDouble *G, const GramInput *input, StopFlag stop) {
  const size_t n = input->X.cols;
  Pass pass = {input, stop};
  Blocks blocks = input->blocks;
  double *sums = blocks_take(&blocks, sums_width(n));
  const BlockSum what = {.function = add_part,
                         .context = &pass,
                         .width = sums_width(n),
                         .own = own_numbers(n),
                         .add = add_lanes};
  const Status s = blocks_sum(sums, &blocks, &what, stop);
  const Lanes *lanes = (const Lanes *)(const void *)sums;
  for (size_t i = 0; s.code == STATUS_OK && i < wide_gram_size(n); i++)
    G[i] = total(lanes + i);
  return s;
}

void wide_gram_add(DoubleDouble *G, const DoubleDouble *other, size_t n) {
  for (size_t i = 0; i < wide_gram_size(n); i++) G[i] = dd_plus(G[i], other[i]);
}
