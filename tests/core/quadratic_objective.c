/* Gradient descent on X'X and X'y against row passes: the same costs and weights
 * at every step to 1e-9, for many shapes. */
#include "core/optim/quadratic_objective.h"
#include "core/model/stable_alpha.h"

#include <stdlib.h>

#include "core/stats/rng.h"
#include "core/optim/descent.h"

#include "check.h"

enum { STEPS = 300, WIDEST = 40 };

typedef struct Data {
  Mat X;
  Vec y;
  double *d, *targets;
} Data;

/* Normal columns times `spread`, shifted by `far`; y is a linear combination plus
 * noise. X is a view into a wider matrix. */
static Data make(size_t m, size_t n, double far, double spread) {
  const size_t gap = 2;
  Data data = {.d = calloc(m * (n + gap), sizeof(double)),
               .targets = calloc(2 * m, sizeof(double))};
  Rng rng;
  rng_seed(&rng, 7);
  data.X = (Mat){data.d, m, n, (ptrdiff_t)(n + gap)};
  data.y = (Vec){data.targets, m, 2};
  for (size_t i = 0; i < m; i++) {
    *vec_at(data.y, i) = 3 + rng_normal(&rng) / 10;
    for (size_t j = 0; j < n; j++) {
      double *x = mat_at(data.X, i, j);
      *x = far + spread * rng_normal(&rng);
      *vec_at(data.y, i) += ((double)j - 2) * *x;
    }
  }
  return data;
}

static void drop(Data data) {
  free(data.d);
  free(data.targets);
}

typedef struct Rows {
  Glm model;
  const Data *data;
} Rows;

static Status by_rows(void *context, const double *theta, double *cost,
                      double *gradient) {
  Rows *r = context;
  r->model.theta = theta;
  return glm_cost(cost, gradient, &r->model, examples_of(r->data->X, r->data->y), NULL);
}

typedef struct Path {
  double cost[STEPS + 1], theta[STEPS + 1][WIDEST + 1];
  size_t size;
} Path;

static bool note(void *context, const Step *step) {
  Path *path = context;
  path->cost[step->iteration] = step->cost;
  for (size_t j = 0; j < path->size; j++)
    path->theta[step->iteration][j] = step->theta[j];
  return true;
}

static void walk(Path *path, const Objective *objective, double alpha) {
  double theta[WIDEST + 1] = {0}, scratch[2 * WIDEST + 2];
  Descent how = {METHOD_MOMENTUM, alpha, 0.5, STEPS, 0, note, path, 0};
  Outcome outcome;
  path->size = objective->size;
  Status s = descent_run(&outcome, theta, scratch, objective, &how);
  assert_int_equal(s.code, STATUS_OK);
  assert_int_equal(outcome.iterations, STEPS);
}

/* Costs are compared relatively, because they become small. */
static void check_paths(const Path *a, const Path *b) {
  for (size_t k = 0; k <= STEPS; k++) {
    assert_near(a->cost[k] / b->cost[k], 1, 1e-9);
    for (size_t j = 0; j < a->size; j++)
      assert_near(a->theta[k][j], b->theta[k][j], 1e-9);
  }
}

static void check_shape(size_t m, size_t n, double far, double spread,
                        double lambda) {
  static Path with, without;
  Data data = make(m, n, far, spread);
  Rows rows = {{GLM_LINEAR, n, 1, true, lambda, NULL}, &data};
  const Examples e = examples_of(data.X, data.y);
  double *scratch = calloc(quadratic_objective_scratch(&rows.model, &e), sizeof *scratch);
  QuadraticObjective g;
  bool usable = false;
  double alpha, *room = calloc((n + 1) * (n + 3), sizeof *room);
  stable_alpha(&alpha, &rows.model, examples_of(data.X, (Vec){0}), room, NULL);
  Status s = quadratic_objective_start(&g, &usable, &rows.model, e, scratch, NULL);
  assert_int_equal(s.code, STATUS_OK);
  assert_true(usable);
  walk(&with, &(Objective){.size = n + 1, .evaluate = by_rows, .context = &rows},
       alpha / 3);
  walk(&without,
       &(Objective){.size = n + 1, .evaluate = quadratic_objective_evaluate,
                    .context = &g},
       alpha / 3);
  check_paths(&without, &with);
  free(room);
  free(scratch);
  drop(data);
}

static void the_paths_agree(void **state) {
  (void)state;
  for (size_t n = 1; n <= WIDEST; n++) check_shape(20 * (n + 1), n, 0, 1, 0);
  for (size_t m = 126; m <= 131; m++) check_shape(m, 5, 1, 2, 0);
  check_shape(5000, 7, -3, 0.1, 2.5);
  check_shape(1000, 3, 1000, 30, 0);
}

static bool usable_on(Data data) {
  QuadraticObjective g;
  bool usable;
  const size_t n = data.X.cols;
  const Glm model = {GLM_LINEAR, n, 1, true, 0, NULL};
  const Examples e = examples_of(data.X, data.y);
  double *scratch = calloc(quadratic_objective_scratch(&model, &e), sizeof *scratch);
  Status s = quadratic_objective_start(&g, &usable, &model, e, scratch, NULL);
  assert_int_equal(s.code, STATUS_OK);
  free(scratch);
  return usable;
}

static void loss_of_digits_is_detected(void **state) {
  (void)state;
  Data far = make(200, 3, 1e7, 1), twins = make(200, 3, 0, 1);
  Data flat = make(200, 3, 0, 1), huge = make(200, 3, 0, 1e200);
  for (size_t i = 0; i < 200; i++) {
    *mat_at(twins.X, i, 2) = *mat_at(twins.X, i, 0) * 2 + 1;
    *mat_at(flat.X, i, 1) = 4;
  }
  assert_false(usable_on(far));
  assert_false(usable_on(twins));
  assert_false(usable_on(flat));
  assert_false(usable_on(huge));
  drop(far), drop(twins), drop(flat), drop(huge);
}

static void it_stops_when_asked(void **state) {
  (void)state;
  volatile sig_atomic_t flag = 1;
  Data data = make(200, 3, 0, 1);
  const Glm model = {GLM_LINEAR, 3, 1, true, 0, NULL};
  const Examples e = examples_of(data.X, data.y);
  double *scratch = calloc(quadratic_objective_scratch(&model, &e), sizeof *scratch);
  QuadraticObjective g;
  bool usable;
  Status s = quadratic_objective_start(&g, &usable, &model, e, scratch, &flag);
  assert_int_equal(s.code, STATUS_STOPPED);
  free(scratch);
  drop(data);
}

static void it_is_used_for_many_rows_and_steps(void **state) {
  (void)state;
  Glm model = {GLM_LINEAR, 10, 1, true, 0, NULL};
  assert_true(quadratic_objective_pays(&model, 1000, 1000));
  assert_false(quadratic_objective_pays(&model, 100, 1000));
  assert_false(quadratic_objective_pays(&model, 1000, 10));
  model.intercept = false;
  assert_false(quadratic_objective_pays(&model, 1000, 1000));
  model = (Glm){GLM_LOGISTIC, 10, 1, true, 0, NULL};
  assert_false(quadratic_objective_pays(&model, 1000, 1000));
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_paths_agree),
    cmocka_unit_test(loss_of_digits_is_detected),
    cmocka_unit_test(it_stops_when_asked),
    cmocka_unit_test(it_is_used_for_many_rows_and_steps),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
