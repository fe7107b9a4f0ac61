/* This file alone is compiled with -fassociative-math (see the Makefile): the
 * sum over a row can be done in lanes only if it may be reordered. */
#include "kernel.h"

#include <string.h>

#include "processor.h"

/* Four neighbours. A processor with narrower registers takes two for it. */
typedef double Four __attribute__((vector_size(32)));
typedef double FourAnywhere
  __attribute__((vector_size(32), aligned(8), may_alias));

enum { LANES = 4, ROWS = 4 };

/* A row of n >= 4 numbers is n / 4 fours and, where that leaves a rest, the
 * last four of all: some numbers are in two of them. There the weights are 0,
 * and what is summed up is dropped. */
INLINE const FourAnywhere *four(const double *x, const size_t n, size_t k) {
  return (const FourAnywhere *)(const void *)(x + (k < n / LANES ? k * LANES
                                                                : n - LANES));
}

/* How many of the last four stand in the four before too. */
INLINE size_t doubled(const size_t n) { return (LANES - n % LANES) % LANES; }

INLINE size_t fours(const size_t n) { return (n + LANES - 1) / LANES; }

/* -- weighted sums -------------------------------------------------------- */

/* The last weights, 0 for numbers that are in two fours. */
INLINE void last_weights(Four *out, const double *theta, const size_t n) {
  double w[LANES];
  for (size_t k = 0; k < LANES; k++)
    w[k] = k < doubled(n) ? 0 : theta[n - LANES + k];
  memcpy(out, w, sizeof w);
}

/* The sums of each of four. */
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
    z[i] = sum + theta[n];
  }
}

/* Four rows at a time: their four sums are one operation in the end. */
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
  *out += theta[n];
}

INLINE void sums(double *z, const double *theta, Mat X, const size_t n) {
  size_t i = 0;
  Four w, out;
  if (n >= LANES) {
    last_weights(&w, theta, n);
    for (; i + ROWS <= X.rows; i += ROWS) {
      four_sums(&out, theta, &w, X, i, n);
      memcpy(z + i, &out, sizeof out);
    }
  }
  sums_narrow(z, theta, X, i, n);
}

/* -- gradient ------------------------------------------------------------- */

/* For the usual widths n is a constant, so that the loops over columns unroll
 * and weights and gradient stay in registers. */
enum { WIDEST = 16 };

INLINE void gradient_narrow(double *gradient, const double *e, Mat X,
                            size_t i, const size_t n) {
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

INLINE void gradient_few(double *gradient, const double *e, Mat X,
                         const size_t n) {
  if (n < LANES) {
    gradient_narrow(gradient, e, X, 0, n);
    return;
  }
  Four g[WIDEST / LANES] = {{0}};
  for (size_t i = 0; i < X.rows; i++) {
    const double *x = mat_at(X, i, 0);
    for (size_t k = 0; k < fours(n); k++) g[k] += e[i] * *four(x, n, k);
  }
  add_sums(gradient, g, n);
}

/* Four rows at a time, so that the gradient is loaded and stored less often. */
INLINE void gradient_many(double *restrict gradient, const double *e, Mat X) {
  const size_t n = X.cols;
  size_t i = 0;
  for (; i + 4 <= X.rows; i += 4) {
    const double *a = mat_at(X, i, 0), *b = mat_at(X, i + 1, 0);
    const double *c = mat_at(X, i + 2, 0), *d = mat_at(X, i + 3, 0);
    const double ea = e[i], eb = e[i + 1], ec = e[i + 2], ed = e[i + 3];
    for (size_t j = 0; j < n; j++)
      gradient[j] += (ea * a[j] + eb * b[j]) + (ec * c[j] + ed * d[j]);
  }
  for (; i < X.rows; i++) {
    const double *a = mat_at(X, i, 0);
    for (size_t j = 0; j < n; j++) gradient[j] += e[i] * a[j];
  }
}

INLINE double total(const double *e, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += e[i];
  return sum;
}

/* -- all at once ---------------------------------------------------------- */

/* Σ e²/2, and what e adds to the gradient: memory is read in one stream, which
 * is what it is fast at. */
INLINE double line_few(double *gradient, const double *theta, Mat X,
                       const double *y, const size_t n) {
  Four g[WIDEST / LANES] = {{0}}, w, e, target, squares = {0}, all = {0};
  double sum[LANES];
  size_t i = 0;
  last_weights(&w, theta, n);
  for (; i + ROWS <= X.rows; i += ROWS) {
    four_sums(&e, theta, &w, X, i, n);
    memcpy(&target, y + i, sizeof target);
    e -= target;
    squares += e * e;
    all += e;
    for (size_t r = 0; r < ROWS; r++)
      for (size_t k = 0; k < fours(n); k++)
        g[k] += e[r] * *four(mat_at(X, i + r, 0), n, k);
  }
  add_sums(gradient, g, n);
  memcpy(sum, &all, sizeof sum);
  gradient[n] += total(sum, LANES);
  memcpy(sum, &squares, sizeof sum);
  return total(sum, LANES) / 2;
}

/* -- by width ------------------------------------------------------------- */

FOR_EACH_PROCESSOR void kernel_sums(double *z, const double *theta, Mat X) {
  switch (X.cols) {
  case 1: sums(z, theta, X, 1); return;
  case 2: sums(z, theta, X, 2); return;
  case 3: sums(z, theta, X, 3); return;
  case 4: sums(z, theta, X, 4); return;
  case 5: sums(z, theta, X, 5); return;
  case 6: sums(z, theta, X, 6); return;
  case 7: sums(z, theta, X, 7); return;
  case 8: sums(z, theta, X, 8); return;
  case 9: sums(z, theta, X, 9); return;
  case 10: sums(z, theta, X, 10); return;
  case 11: sums(z, theta, X, 11); return;
  case 12: sums(z, theta, X, 12); return;
  case 13: sums(z, theta, X, 13); return;
  case 14: sums(z, theta, X, 14); return;
  case 15: sums(z, theta, X, 15); return;
  case 16: sums(z, theta, X, 16); return;
  default: sums(z, theta, X, X.cols); return;
  }
}

FOR_EACH_PROCESSOR void kernel_gradient(double *gradient, const double *e,
                                        Mat X) {
  gradient[X.cols] += total(e, X.rows);
  switch (X.cols) {
  case 1: gradient_few(gradient, e, X, 1); return;
  case 2: gradient_few(gradient, e, X, 2); return;
  case 3: gradient_few(gradient, e, X, 3); return;
  case 4: gradient_few(gradient, e, X, 4); return;
  case 5: gradient_few(gradient, e, X, 5); return;
  case 6: gradient_few(gradient, e, X, 6); return;
  case 7: gradient_few(gradient, e, X, 7); return;
  case 8: gradient_few(gradient, e, X, 8); return;
  case 9: gradient_few(gradient, e, X, 9); return;
  case 10: gradient_few(gradient, e, X, 10); return;
  case 11: gradient_few(gradient, e, X, 11); return;
  case 12: gradient_few(gradient, e, X, 12); return;
  case 13: gradient_few(gradient, e, X, 13); return;
  case 14: gradient_few(gradient, e, X, 14); return;
  case 15: gradient_few(gradient, e, X, 15); return;
  case 16: gradient_few(gradient, e, X, 16); return;
  default: gradient_many(gradient, e, X); return;
  }
}

/* The same for any width: the gradient is loaded and stored once in four
 * rows. */
INLINE double line_many(double *restrict gradient, const double *theta, Mat X,
                        const double *y) {
  const size_t n = X.cols;
  Four w, e, target, rest = {0};
  double squares = 0;
  last_weights(&w, theta, n);
  for (size_t i = 0; i + ROWS <= X.rows; i += ROWS) {
    const double *a = mat_at(X, i, 0), *b = mat_at(X, i + 1, 0);
    const double *c = mat_at(X, i + 2, 0), *d = mat_at(X, i + 3, 0);
    four_sums(&e, theta, &w, X, i, n);
    memcpy(&target, y + i, sizeof target);
    e -= target;
    for (size_t k = 0; k < n / LANES; k++) {
      FourAnywhere *g = (FourAnywhere *)(void *)(gradient + k * LANES);
      *g += (e[0] * *four(a, n, k) + e[1] * *four(b, n, k)) +
            (e[2] * *four(c, n, k) + e[3] * *four(d, n, k));
    }
    rest += (e[0] * *four(a, n, n) + e[1] * *four(b, n, n)) +
            (e[2] * *four(c, n, n) + e[3] * *four(d, n, n));
    gradient[n] += (e[0] + e[1]) + (e[2] + e[3]);
    squares += (e[0] * e[0] + e[1] * e[1]) + (e[2] * e[2] + e[3] * e[3]);
  }
  for (size_t j = doubled(n); n % LANES && j < LANES; j++)
    gradient[n - LANES + j] += rest[j];
  return squares / 2;
}

/* Rows of fewer than four numbers, without gaps, are numbers at a fixed
 * distance: the compiler knows what to do. */
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

INLINE double line(double *gradient, const double *theta, Mat X,
                   const double *y, const size_t n) {
  const size_t whole = X.rows / ROWS * ROWS;
  double e[ROWS], loss = 0;
  if (n < LANES && X.stride == (ptrdiff_t)n)
    return line_narrow(gradient, theta, X.d, y, X.rows, n);
  if (n >= LANES && n <= WIDEST)
    loss = line_few(gradient, theta, mat_part(X, 0, whole), y, n);
  else if (n > WIDEST)
    loss = line_many(gradient, theta, X, y);
  for (size_t i = n < LANES ? 0 : whole; i < X.rows; i++) {
    const Mat row = mat_part(X, i, 1);
    sums_narrow(e, theta, row, 0, n);
    *e -= y[i];
    loss += *e * *e / 2;
    for (size_t j = 0; j < n; j++) gradient[j] += *e * *mat_at(row, 0, j);
    gradient[n] += *e;
  }
  return loss;
}

FOR_EACH_PROCESSOR double kernel_line(double *gradient, const double *theta,
                                      Mat X, const double *y) {
  switch (X.cols) {
  case 1: return line(gradient, theta, X, y, 1);
  case 2: return line(gradient, theta, X, y, 2);
  case 3: return line(gradient, theta, X, y, 3);
  case 4: return line(gradient, theta, X, y, 4);
  case 5: return line(gradient, theta, X, y, 5);
  case 6: return line(gradient, theta, X, y, 6);
  case 7: return line(gradient, theta, X, y, 7);
  case 8: return line(gradient, theta, X, y, 8);
  case 9: return line(gradient, theta, X, y, 9);
  case 10: return line(gradient, theta, X, y, 10);
  case 11: return line(gradient, theta, X, y, 11);
  case 12: return line(gradient, theta, X, y, 12);
  case 13: return line(gradient, theta, X, y, 13);
  case 14: return line(gradient, theta, X, y, 14);
  case 15: return line(gradient, theta, X, y, 15);
  case 16: return line(gradient, theta, X, y, 16);
  default: return line(gradient, theta, X, y, X.cols);
  }
}
