/* Epochs of stochastic steps against steps by hand. */
#include "core/optim/sgd.h"

#include "check.h"

enum { M = 6, N = 2 };

static double x[] = {0.5, 1.5, 1, 1, 1.5, 0.5, 3, 0.5, 2, 2, 1, 2.5};
static double y[] = {0, 0, 0, 1, 1, 1};

static Sgd set_up(size_t batch, double alpha, Rng *rng, size_t *order,
                         double *gradient) {
  rng_seed(rng, 1);
  for (size_t i = 0; i < M; i++) order[i] = i;
  return (Sgd){batch, alpha, rng, order, M, gradient};
}

/* A batch of all examples is one step of gradient descent, in any order. */
static void one_batch_is_gradient_descent(void **state) {
  (void)state;
  for (int kind = GLM_LINEAR; kind <= GLM_LOGISTIC; kind++) {
    double theta[] = {0.3, -0.2, 0.1}, start[] = {0.3, -0.2, 0.1};
    double g[N + 1], full[N + 1], cost;
    size_t order[M];
    Rng rng;
    Sgd how = set_up(M, 0.1, &rng, order, g);
    Glm model = {(GlmKind)kind, N, 1, true, 2, start};
    glm_cost(&cost, full, &model, examples_of(mat_of(x, M, N), vec_of(y, M)), NULL);
    sgd_epoch(theta, &how, &model, examples_of(mat_of(x, M, N), vec_of(y, M)), NULL);
    for (size_t j = 0; j <= N; j++)
      assert_near(theta[j], start[j] - 0.1 * full[j], 1e-15);
  }
}

/* Batches of one use every example in the drawn order. */
static void batches_of_one_follow_the_drawn_order(void **state) {
  (void)state;
  double theta[] = {0, 0, 0}, byhand[] = {0, 0, 0}, g[N + 1];
  size_t order[M];
  Rng rng;
  Sgd how = set_up(1, 0.05, &rng, order, g);
  Glm model = {GLM_LINEAR, N, 1, true, 0, NULL};
  sgd_epoch(theta, &how, &model, examples_of(mat_of(x, M, N), vec_of(y, M)), NULL);
  for (size_t k = 0; k < M; k++) {
    const double *row = x + order[k] * N;
    double e = byhand[0] * row[0] + byhand[1] * row[1] + byhand[2] -
               y[order[k]];
    byhand[0] -= 0.05 * e * row[0];
    byhand[1] -= 0.05 * e * row[1];
    byhand[2] -= 0.05 * e;
  }
  for (size_t j = 0; j <= N; j++) assert_near(theta[j], byhand[j], 1e-15);
}

static void a_set_flag_stops_an_epoch(void **state) {
  (void)state;
  double theta[] = {0, 0, 0}, g[N + 1];
  size_t order[M];
  Rng rng;
  volatile sig_atomic_t stop = 1;
  Sgd how = set_up(1, 0.05, &rng, order, g);
  Glm model = {GLM_LINEAR, N, 1, true, 0, NULL};
  Status s = sgd_epoch(theta, &how, &model, examples_of(mat_of(x, M, N), vec_of(y, M)), &stop);
  assert_int_equal(s.code, STATUS_STOPPED);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(one_batch_is_gradient_descent),
    cmocka_unit_test(batches_of_one_follow_the_drawn_order),
    cmocka_unit_test(a_set_flag_stops_an_epoch),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
