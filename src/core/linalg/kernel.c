/* This file is compiled with -fassociative-math (see the Makefile): the sum
 * over a row is vectorized only if it may be reordered. */
#include "core/linalg/kernel.h"

#include <string.h>

#include "core/simd.h"

/* Four contiguous doubles; two registers on processors with 128-bit vectors. */
typedef double Four __attribute__((vector_size(32)));
typedef double FourAnywhere
  __attribute__((vector_size(32), aligned(8), may_alias));

enum { LANES = 4, ROWS = 4 };

/* A row of n >= 4 numbers is n / 4 fours and, if n is not a multiple of 4, the
 * last four numbers, which overlap the previous ones. In the overlap the
 * weights are 0 and sums are discarded. */
INLINE const FourAnywhere *four(const double *x, const size_t n, size_t k) {
  return (const FourAnywhere *)(const void *)(x + (k < n / LANES ? k * LANES
                                                                 : n - LANES));
}

/* How many of the last four are also in the previous four. */
INLINE size_t doubled(const size_t n) { return (LANES - n % LANES) % LANES; }

INLINE size_t fours(const size_t n) { return (n + LANES - 1) / LANES; }

/* -- weighted sums -------------------------------------------------------- */

/* The last four weights, 0 in the overlap. */
INLINE void last_weights(Four *out, const double *theta, const size_t n) {
  double w[LANES];
  for (size_t k = 0; k < LANES; k++)
    w[k] = k < doubled(n) ? 0 : theta[n - LANES + k];
  memcpy(out, w, sizeof w);
}

/* The four sums of four lanes each. */
INLINE void add_across(Four *out, const Four *sum) {
  const Four a = __builtin_shufflevector(sum[0], sum[1], 0, 4, 2, 6) +
                 __builtin_shufflevector(sum[0], sum[1], 1, 5, 3, 7);
  const Four b = __builtin_shufflevector(sum[2], sum[3], 0, 4, 2, 6) +
                 __builtin_shufflevector(sum[2], sum[3], 1, 5, 3, 7);
  *out = __builtin_shufflevector(a, b, 0, 1, 4, 5) +
         __builtin_shufflevector(a, b, 2, 3, 6, 7);
}

INLINE void sums_narrow(double *z, const double *theta, Mat X, size_t i,
                        const size_t n) {
  for (; i < X.rows; i++) {
    const double *x = mat_at(X, i, 0);
    double sum = 0;
    for (size_t j = 0; j < n; j++) sum += theta[j] * x[j];
    z[i] += sum;
  }
}

/* Four rows at a time, so that their four sums are reduced together. */
INLINE void four_sums(Four *out, const double *theta, const Four *w, Mat X,
                      size_t i, const size_t n) {
  const size_t last = fours(n) - 1;
  Four sum[ROWS];
  for (size_t r = 0; r < ROWS; r++) {
    const double *x = mat_at(X, i + r, 0);
    sum[r] = *w * *four(x, n, last);
    for (size_t k = 0; k < last; k++)
      sum[r] += *four(theta, n, k) * *four(x, n, k);
  }
  add_across(out, sum);
}

/* While a block is processed, the next one is prefetched, in order and every line
 * once, since the processor's own prefetching goes on from there: one half with
 * the sums, the other half with the gradient, since memory cannot deliver faster.
 * A strip of columns prefetches its share of both. */

/* Where the next block begins; NULL if it is not contiguous. */
INLINE const double *next_block(Mat X) {
  return X.stride == (ptrdiff_t)X.cols ? mat_at(X, X.rows, 0) : NULL;
}

/* The share of ROWS rows, from the i-th on, of n columns. */
INLINE void fetch(const double *next, size_t i, const size_t n) {
  enum { LINE = 8, TO_READ = 0, NEAREST = 3 };
  for (size_t j = 0; next && j < ROWS * n / 2; j += LINE)
    __builtin_prefetch(next + i * n / 2 + j, TO_READ, NEAREST);
}

/* Adds w·x_i to every z[i]. */
INLINE void add_weighted(double *z, const double *theta, Mat X,
                         const double *next, const size_t n) {
  size_t i = 0;
  Four w, before, out;
  if (n >= LANES) {
    last_weights(&w, theta, n);
    for (; i + ROWS <= X.rows; i += ROWS) {
      four_sums(&out, theta, &w, X, i, n);
      memcpy(&before, z + i, sizeof before);
      out += before;
      memcpy(z + i, &out, sizeof out);
      fetch(next, i, n);
    }
  }
  sums_narrow(z, theta, X, i, n);
}

/* -- gradient ------------------------------------------------------------- */

/* For the usual widths n is a constant, so that the loops over columns unroll
 * and weights and gradient stay in registers. */
enum { WIDEST = 16 };

INLINE void gradient_narrow(double *gradient, const double *e, Mat X, size_t i,
                            const size_t n) {
  double g[LANES] = {0};
  for (; i < X.rows; i++) {
    const double *x = mat_at(X, i, 0);
    for (size_t j = 0; j < n; j++) g[j] += e[i] * x[j];
  }
  for (size_t j = 0; j < n; j++) gradient[j] += g[j];
}

INLINE void add_sums(double *gradient, const Four *g, const size_t n) {
  for (size_t k = 0; k < fours(n); k++) {
    double sum[LANES];
    memcpy(sum, g + k, sizeof sum);
    const size_t from = k < n / LANES ? 0 : doubled(n);
    const size_t at = k < n / LANES ? k * LANES : n - LANES;
    for (size_t j = from; j < LANES; j++) gradient[at + j] += sum[j];
  }
}

/* The gradient of four rows, with short dependency chains. */
INLINE void four_rows(Four *g, const Four *errors, Mat X, size_t i,
                      const size_t n) {
  const Four e = *errors;
  const double *a = mat_at(X, i, 0), *b = mat_at(X, i + 1, 0);
  const double *c = mat_at(X, i + 2, 0), *d = mat_at(X, i + 3, 0);
  for (size_t k = 0; k < fours(n); k++)
    g[k] += (e[0] * *four(a, n, k) + e[1] * *four(b, n, k)) +
            (e[2] * *four(c, n, k) + e[3] * *four(d, n, k));
}

INLINE void gradient_few(double *gradient, const double *e, Mat X,
                         const double *next, const size_t n) {
  Four g[2 * WIDEST / LANES] = {{0}}, errors;
  size_t i = 0;
  if (n < LANES) {
    gradient_narrow(gradient, e, X, 0, n);
    return;
  }
  for (; i + ROWS <= X.rows; i += ROWS) {
    memcpy(&errors, e + i, sizeof errors);
    four_rows(g, &errors, X, i, n);
    fetch(next, i, n);
  }
  for (; i < X.rows; i++)
    for (size_t k = 0; k < fours(n); k++)
      g[k] += e[i] * *four(mat_at(X, i, 0), n, k);
  add_sums(gradient, g, n);
}

INLINE double total(const double *e, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += e[i];
  return sum;
}

/* -- all at once ---------------------------------------------------------- */

/* Σ e²/2 and the gradient in a single pass over X. */
INLINE double line_few(double *gradient, const double *theta, Mat X,
                       const double *y, const size_t n) {
  Four g[WIDEST / LANES] = {{0}}, w, e, target, squares = {0}, all = {0};
  double sum[LANES];
  size_t i = 0;
  last_weights(&w, theta, n);
  for (; i + ROWS <= X.rows; i += ROWS) {
    four_sums(&e, theta, &w, X, i, n);
    memcpy(&target, y + i, sizeof target);
    e += theta[n] - target;
    squares += e * e;
    all += e;
    four_rows(g, &e, X, i, n);
  }
  add_sums(gradient, g, n);
  memcpy(sum, &all, sizeof sum);
  gradient[n] += total(sum, LANES);
  memcpy(sum, &squares, sizeof sum);
  return total(sum, LANES) / 2;
}

/* Contiguous rows of fewer than four numbers: the compiler vectorizes this. */
INLINE double line_narrow(double *gradient, const double *theta,
                          const double *restrict x, const double *restrict y,
                          size_t rows, const size_t n) {
  double g[LANES] = {0}, all = 0, squares = 0;
  for (size_t i = 0; i < rows; i++) {
    double e = theta[n] - y[i];
    for (size_t j = 0; j < n; j++) e += theta[j] * x[i * n + j];
    for (size_t j = 0; j < n; j++) g[j] += e * x[i * n + j];
    all += e;
    squares += e * e;
  }
  for (size_t j = 0; j < n; j++) gradient[j] += g[j];
  gradient[n] += all;
  return squares / 2;
}

/* The remaining rows. */
INLINE double line_rest(double *gradient, const double *theta, Mat X,
                        const double *y, const size_t n) {
  double e, loss = 0;
  for (size_t i = 0; i < X.rows; i++) {
    const Mat row = mat_part(X, i, 1);
    e = theta[n] - y[i];
    sums_narrow(&e, theta, row, 0, n);
    loss += e * e / 2;
    for (size_t j = 0; j < n; j++) gradient[j] += e * *mat_at(row, 0, j);
    gradient[n] += e;
  }
  return loss;
}

INLINE double line(double *gradient, const double *theta, Mat X,
                   const double *y, const size_t n) {
  const size_t whole = n < LANES ? 0 : X.rows / ROWS * ROWS;
  if (n < LANES && X.stride == (ptrdiff_t)n)
    return line_narrow(gradient, theta, X.d, y, X.rows, n);
  return line_few(gradient, theta, mat_part(X, 0, whole), y, n) +
         line_rest(gradient, theta, mat_part(X, whole, X.rows - whole),
                   y + whole, n);
}

/* -- by width ------------------------------------------------------------- */

/* clang-format off */
#define EACH_WIDTH(CASE)                                                       \
  CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8)              \
  CASE(9) CASE(10) CASE(11) CASE(12) CASE(13) CASE(14) CASE(15) CASE(16)
/* clang-format on */

#define WEIGHTED(n)                                                            \
  case n:                                                                      \
    add_weighted(z, theta, X, next, n);                                        \
    return;
#define GRADIENT(n)                                                            \
  case n:                                                                      \
    gradient_few(gradient, e, X, next, n);                                     \
    return;
#define LINE(n)                                                                \
  case n: return line(gradient, theta, X, y, n);

/* Wide rows are processed in strips of columns, none narrower than LANES. */
INLINE size_t strip(size_t left) {
  if (left <= WIDEST) return left;
  if (left >= 2 * WIDEST + LANES) return 2 * WIDEST;
  return left >= WIDEST + LANES ? WIDEST : WIDEST - LANES;
}

INLINE void add_strip(double *z, const double *theta, Mat X,
                      const double *next) {
  switch (X.cols) {
    EACH_WIDTH(WEIGHTED)
  case 2 * WIDEST: add_weighted(z, theta, X, next, 2 * WIDEST); return;
  }
}

INLINE void sums(double *z, const double *theta, Mat X) {
  const double *next = next_block(X);
  for (size_t i = 0; i < X.rows; i++) z[i] = theta[X.cols];
  for (size_t j = 0, n; j < X.cols; j += n) {
    n = strip(X.cols - j);
    add_strip(z, theta + j, mat_columns(X, j, n),
              next ? next + j * X.rows / 2 : NULL);
  }
}

FOR_EACH_PROCESSOR void kernel_sums(double *z, const double *theta, Mat X) {
  sums(z, theta, X);
}

INLINE void gradient_strip(double *gradient, const double *e, Mat X,
                           const double *next) {
  switch (X.cols) {
    EACH_WIDTH(GRADIENT)
  case 2 * WIDEST: gradient_few(gradient, e, X, next, 2 * WIDEST); return;
  }
}

INLINE void gradient_many(double *gradient, const double *e, Mat X) {
  const double *next = next_block(X);
  gradient[X.cols] += total(e, X.rows);
  for (size_t j = 0, n; j < X.cols; j += n) {
    n = strip(X.cols - j);
    gradient_strip(gradient + j, e, mat_columns(X, j, n),
                   next ? next + (X.cols + j) * X.rows / 2 : NULL);
  }
}

FOR_EACH_PROCESSOR void kernel_gradient(double *gradient, const double *e,
                                        Mat X) {
  gradient_many(gradient, e, X);
}

/* Wide rows in blocks that stay in the L1 cache between sums and gradient. */
INLINE double line_many(double *gradient, const double *theta, Mat X,
                        const double *y) {
  double e[KERNEL_MOST_ROWS], loss = 0;
  const size_t most = kernel_rows(X.cols);
  for (size_t i = 0; i < X.rows; i += most) {
    const Mat rows = mat_part(X, i, X.rows - i < most ? X.rows - i : most);
    sums(e, theta, rows);
    for (size_t k = 0; k < rows.rows; k++) {
      e[k] -= y[i + k];
      loss += e[k] * e[k] / 2;
    }
    gradient_many(gradient, e, rows);
  }
  return loss;
}

FOR_EACH_PROCESSOR double kernel_line(double *gradient, const double *theta,
                                      Mat X, const double *y) {
  switch (X.cols) {
    EACH_WIDTH(LINE)
  default: return line_many(gradient, theta, X, y);
  }
}
