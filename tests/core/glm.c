/* Costs against NumPy, gradients against finite differences, the stable alpha
 * against eigenvalues. */
#include "core/model/glm.h"
#include "core/model/stable_alpha.h"

#include <stdlib.h>

#include "core/stats/rng.h"

#include "check.h"

enum { ROWS = 500, COLS = 12 };

static double X_numbers[ROWS * COLS], y_numbers[ROWS];

/* Random features, with classes as targets for a logistic model. */
static void make_data(Mat *X, Vec *y, GlmKind kind, size_t m, size_t n) {
  Rng rng;
  rng_seed(&rng, 7);
  *X = mat_of(X_numbers, m, n);
  *y = vec_of(y_numbers, m);
  for (size_t i = 0; i < m * n; i++) X_numbers[i] = rng_normal(&rng);
  for (size_t i = 0; i < m; i++) {
    double noise = rng_normal(&rng), z = X_numbers[i * n] + noise;
    y_numbers[i] = kind == GLM_LINEAR ? z : z > 0;
  }
}

static double cost_at(Glm model, const double *theta, Mat X, Vec y) {
  double cost, gradient[COLS + 1];
  model.theta = theta;
  assert_int_equal(glm_cost(&cost, gradient, &model, examples_of(X, y), NULL).code,
                   STATUS_OK);
  return cost;
}

/* Every component of the gradient agrees with the central difference of the cost. */
static void check_gradient(GlmKind kind, size_t n, double lambda) {
  const double h = 1e-5;
  Mat X;
  Vec y;
  make_data(&X, &y, kind, ROWS, n);
  double theta[COLS + 1], gradient[COLS + 1], cost;
  for (size_t j = 0; j <= n; j++) theta[j] = 0.3 - 0.1 * (double)j;
  Glm model = {kind, n, 1, true, lambda, theta};
  assert_int_equal(glm_cost(&cost, gradient, &model, examples_of(X, y), NULL).code,
                   STATUS_OK);
  for (size_t j = 0; j <= n; j++) {
    double kept = theta[j];
    theta[j] = kept + h;
    double above = cost_at(model, theta, X, y);
    theta[j] = kept - h;
    double below = cost_at(model, theta, X, y);
    theta[j] = kept;
    assert_near(gradient[j], (above - below) / (2 * h), 1e-9);
  }
}

static void gradients_agree_with_differences(void **state) {
  (void)state;
  for (size_t n = 1; n <= COLS; n++)
    for (double lambda = 0; lambda <= 3; lambda += 3) {
      check_gradient(GLM_LINEAR, n, lambda);
      check_gradient(GLM_LOGISTIC, n, lambda);
    }
}

static void the_penalty_leaves_the_intercept_alone(void **state) {
  (void)state;
  double x = 1, y = 0, theta[] = {2, 5}, gradient[2], cost;
  Glm model = {GLM_LINEAR, 1, 1, true, 4, theta};
  glm_cost(&cost, gradient, &model, examples_of(mat_of(&x, 1, 1), vec_of(&y, 1)), NULL);
  assert_near(cost, 49.0 / 2 + 4.0 / 2 * 4, 0);
  assert_near(gradient[0], 7 + 4 * 2, 0);
  assert_near(gradient[1], 7, 0);
}

/* Reference costs of the logistic lesson, computed with NumPy. */
static void logistic_costs_agree_with_the_reference(void **state) {
  (void)state;
  double X[] = {0.5, 1.5, 1, 1, 1.5, 0.5, 3, 0.5, 2, 2, 1, 2.5};
  double y[] = {0, 0, 0, 1, 1, 1}, theta[] = {1, 1, -3};
  Glm model = {GLM_LOGISTIC, 2, 1, true, 0, theta};
  Mat features = mat_of(X, 6, 2);
  assert_near(cost_at(model, theta, features, vec_of(y, 6)),
              0.36686678640551745, 1e-15);
  theta[2] = -4;
  assert_near(cost_at(model, theta, features, vec_of(y, 6)),
              0.503680863674846, 1e-15);
}

static void the_cross_entropy_is_finite_for_hopeless_predictions(void **s) {
  (void)s;
  double x[] = {1e6, -1e6}, y[] = {0, 1}, theta[] = {1, 0}, loss[2];
  Glm model = {GLM_LOGISTIC, 1, 1, true, 0, theta};
  glm_loss(vec_of(loss, 2), &model, mat_of(x, 2, 1), vec_of(y, 2), NULL);
  assert_near(loss[0], 1e6, 1e-15);
  assert_near(loss[1], 1e6, 1e-15);
}

/* 2 / λmax by NumPy: A = np.c_[X, np.ones(m)];
 * 2 / np.linalg.eigvalsh(A.T @ A / m).max(). */
static void the_stable_alpha_is_two_over_the_largest_eigenvalue(void **state) {
  (void)state;
  double scratch[7 * 8], alpha;
  double x[] = {1, 2};
  Glm line = {GLM_LINEAR, 1, 1, true, 0, NULL};
  stable_alpha(&alpha, &line, examples_of(mat_of(x, 2, 1), (Vec){0}), scratch, NULL);
  assert_near(alpha, 0.58359213500126183, 1e-12);
  double houses[] = {952, 2, 1, 65, 1244, 3, 2, 64, 1947, 3, 2, 17};
  Glm four = {GLM_LINEAR, 4, 1, true, 0, NULL};
  stable_alpha(&alpha, &four, examples_of(mat_of(houses, 3, 4), (Vec){0}), scratch, NULL);
  assert_near(alpha * 1e7, 9.6007, 1e-4);
}

static void invalid_targets_are_located(void **state) {
  (void)state;
  double x[] = {1, 2, 3}, y[] = {0, 1, 2};
  Glm model = {GLM_LOGISTIC, 1, 1, true, 0, NULL};
  Mat X = mat_of(x, 3, 1);
  Status s = glm_check_targets(&model, examples_of(X, vec_of(y, 3)));
  assert_int_equal(s.code, STATUS_LABEL);
  assert_int_equal(s.i, 2);
  assert_near(s.value, 2, 0);
  s = glm_check_targets(&model, examples_of(X, vec_of(y, 2)));
  assert_int_equal(s.code, STATUS_SHAPE);
  y[1] = NAN;
  s = glm_check_targets(&model, examples_of(X, vec_of(y, 3)));
  assert_int_equal(s.code, STATUS_NONFINITE);
  assert_int_equal(s.i, 1);
}

static void a_set_flag_stops_an_epoch(void **state) {
  (void)state;
  double x = 1, y = 1, theta[] = {0, 0}, gradient[2], cost;
  volatile sig_atomic_t stop = 1;
  Glm model = {GLM_LINEAR, 1, 1, true, 0, theta};
  Status s = glm_cost(&cost, gradient, &model, examples_of(mat_of(&x, 1, 1), vec_of(&y, 1)), &stop);
  assert_int_equal(s.code, STATUS_STOPPED);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(gradients_agree_with_differences),
    cmocka_unit_test(the_penalty_leaves_the_intercept_alone),
    cmocka_unit_test(logistic_costs_agree_with_the_reference),
    cmocka_unit_test(the_cross_entropy_is_finite_for_hopeless_predictions),
    cmocka_unit_test(the_stable_alpha_is_two_over_the_largest_eigenvalue),
    cmocka_unit_test(invalid_targets_are_located),
    cmocka_unit_test(a_set_flag_stops_an_epoch),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
