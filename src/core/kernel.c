/* This file alone is compiled with -fassociative-math (see the Makefile): the
 * sum over a row can be done in lanes only if it may be reordered. */
#include "kernel.h"

#include "processor.h"

/* For the usual widths n is a constant, so that the loops over columns unroll
 * and weights and gradient stay in registers. */
enum { WIDEST = 16 };

INLINE void sums(double *z, const double *theta, Mat X, const size_t n) {
  const double b = theta[n];
  for (size_t i = 0; i < X.rows; i++) {
    const double *x = mat_at(X, i, 0);
    double sum = 0;
    for (size_t j = 0; j < n; j++) sum += theta[j] * x[j];
    z[i] = sum + b;
  }
}

INLINE void gradient_few(double *gradient, const double *e, Mat X,
                         const size_t n) {
  double g[WIDEST] = {0}, all = 0;
  for (size_t i = 0; i < X.rows; i++) {
    const double *x = mat_at(X, i, 0);
    for (size_t j = 0; j < n; j++) g[j] += e[i] * x[j];
    all += e[i];
  }
  for (size_t j = 0; j < n; j++) gradient[j] += g[j];
  gradient[n] += all;
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
    gradient[n] += (ea + eb) + (ec + ed);
  }
  for (; i < X.rows; i++) {
    const double *a = mat_at(X, i, 0);
    for (size_t j = 0; j < n; j++) gradient[j] += e[i] * a[j];
    gradient[n] += e[i];
  }
}

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

FOR_EACH_PROCESSOR double kernel_squares(double *e, const double *z,
                                         const double *y, size_t n) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) {
    e[i] = z[i] - y[i];
    sum += e[i] * e[i];
  }
  return sum / 2;
}
