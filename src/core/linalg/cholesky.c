#include "core/linalg/cholesky.h"

#include <math.h>

bool cholesky_factor(double *L, const double *G, size_t n, double narrow) {
  for (size_t i = 0; i < n; i++)
    for (size_t j = 0; j <= i; j++) {
      const double whole = G[i * n + j];
      double rest = whole;
      for (size_t k = 0; k < j; k++) rest -= L[i * n + k] * L[j * n + k];
      if (i == j && !(rest > narrow * whole)) return false;
      L[i * n + j] = i == j ? sqrt(rest) : rest / L[j * n + j];
    }
  return true;
}

void cholesky_solve(double *x, const double *L, size_t n) {
  for (size_t i = 0; i < n; i++) {
    for (size_t k = 0; k < i; k++) x[i] -= L[i * n + k] * x[k];
    x[i] /= L[i * n + i];
  }
  for (size_t i = n; i-- > 0;) {
    for (size_t k = i + 1; k < n; k++) x[i] -= L[k * n + i] * x[k];
    x[i] /= L[i * n + i];
  }
}
