/* The kernels against plain loops, for every width and at block boundaries. */
#include "core/linalg/kernel.h"

#include <stdlib.h>

#include "core/model/glm.h"
#include "core/stats/rng.h"

#include "check.h"

enum { WIDEST = 40 };

static double *numbers(size_t n, uint64_t seed) {
  double *d = malloc((n + 1) * sizeof *d);
  Rng rng;
  rng_seed(&rng, seed);
  for (size_t i = 0; i < n; i++) d[i] = rng_normal(&rng);
  return d;
}

/* The same cost and gradient, one example at a time. */
static double plain_cost(double *gradient, const Glm *model, Mat X, Vec y) {
  const size_t n = X.cols;
  double cost = 0, m = (double)X.rows;
  for (size_t j = 0; j <= n; j++) gradient[j] = 0;
  for (size_t i = 0; i < X.rows; i++) {
    double z = model->theta[n], target = *vec_at(y, i);
    for (size_t j = 0; j < n; j++) z += model->theta[j] * *mat_at(X, i, j);
    bool line = model->kind == GLM_LINEAR;
    double f = line ? z : 1 / (1 + exp(-z));
    cost += line ? (z - target) * (z - target) / 2
                 : log1p(exp(-fabs(z))) + fmax(z, 0) - target * z;
    for (size_t j = 0; j < n; j++)
      gradient[j] += (f - target) * *mat_at(X, i, j) / m;
    gradient[n] += (f - target) / m;
  }
  return cost / m;
}

static void check_size(GlmKind kind, size_t rows, size_t cols) {
  const size_t gap = 3; /* X is a view into a wider matrix, y has stride 2 */
  double *d = numbers(rows * (cols + gap), 1), *targets = numbers(2 * rows, 2);
  double *theta = numbers(cols + 1, 3), cost;
  double gradient[WIDEST + 1], expected[WIDEST + 1];
  for (size_t i = 0; i < 2 * rows; i++) targets[i] = targets[i] > 0;
  Mat X = {d, rows, cols, (ptrdiff_t)(cols + gap)};
  Vec y = {targets, rows, 2};
  Glm model = {kind, cols, 1, true, 0, theta};
  glm_cost(&cost, gradient, &model, examples_of(X, y), NULL);
  assert_near(cost, plain_cost(expected, &model, X, y), 1e-12);
  for (size_t j = 0; j <= cols; j++)
    assert_near(gradient[j], expected[j], 1e-12);
  free(d);
  free(targets);
  free(theta);
}

static void check_rows(size_t cols, size_t rows) {
  if (!rows) return;
  check_size(GLM_LINEAR, rows, cols);
  check_size(GLM_LOGISTIC, rows, cols);
}

static void every_width_agrees_with_a_plain_loop(void **state) {
  (void)state;
  for (size_t cols = 1; cols <= WIDEST; cols++)
    for (size_t rows = 1; rows <= 9; rows++) check_rows(cols, rows);
}

static void block_boundaries_are_correct(void **state) {
  (void)state;
  for (size_t cols = 1; cols <= WIDEST; cols++) {
    size_t block = kernel_rows(cols);
    for (size_t rows = block - 1; rows <= block + 1; rows++)
      check_rows(cols, rows);
    check_rows(cols, 2 * block + 5);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_width_agrees_with_a_plain_loop),
    cmocka_unit_test(block_boundaries_are_correct),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
