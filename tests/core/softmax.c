/* Softmax models: derivatives against finite differences, probabilities by hand,
 * and optima computed in higher precision by tests/reference/optima.py. */
#include <stdlib.h>
#include <string.h>

#include "core/model/glm.h"
#include "core/model/stable_alpha.h"
#include "core/stats/rng.h"
#include "core/linalg/vec_reduce.h"
#include "core/optim/sgd.h"
#include "core/optim/descent.h"

#include "check.h"

enum { ROWS = 200, MOST_ROWS = 400, MOST_SIZE = 30 };

static double X_numbers[MOST_ROWS * 10], y_numbers[MOST_ROWS];

/* Random features, and classes that depend on them. */
static void make_data(Mat *X, Vec *y, size_t m, size_t n, size_t classes) {
  Rng rng;
  rng_seed(&rng, 11);
  *X = mat_of(X_numbers, m, n);
  *y = vec_of(y_numbers, m);
  for (size_t i = 0; i < m * n; i++) X_numbers[i] = rng_normal(&rng);
  for (size_t i = 0; i < m; i++) {
    double z = fabs(X_numbers[i * n] + rng_normal(&rng));
    y_numbers[i] = 1 + fmin(floor(2 * z), (double)classes - 1);
  }
}

/* -- derivatives ---------------------------------------------------------- */

static double cost_at(Glm model, const double *theta, double *gradient, Mat X,
                      Vec y) {
  double cost;
  model.theta = theta;
  assert_int_equal(glm_cost(&cost, gradient, &model, examples_of(X, y), NULL).code,
                   STATUS_OK);
  return cost;
}

/* With h = 1e-5 the error of the difference is of order h² and 1e-16 / h. */
static void check_derivatives(Glm model, Mat X, Vec y) {
  const double h = 1e-5;
  const size_t p = model_size(&model), b = model.features;
  double theta[MOST_SIZE] = {0}, g[MOST_SIZE], up[MOST_SIZE], down[MOST_SIZE];
  double H[MOST_SIZE * MOST_SIZE];
  for (size_t j = 0; j < p; j++)
    theta[j] = !model.intercept && j % (b + 1) == b ? 0 : sin((double)j);
  cost_at(model, theta, g, X, y);
  model.theta = theta;
  assert_int_equal(glm_curvature(H, &model, examples_of(X, (Vec){0}), NULL).code, STATUS_OK);
  for (size_t j = 0; j < p; j++) {
    const double kept = theta[j];
    const bool fixed = !model.intercept && j % (b + 1) == b;
    theta[j] = kept + h;
    double above = cost_at(model, theta, up, X, y);
    theta[j] = kept - h;
    double below = cost_at(model, theta, down, X, y);
    theta[j] = kept;
    assert_near(g[j], fixed ? 0 : (above - below) / (2 * h), 1e-9);
    for (size_t k = 0; k < p; k++) {
      bool other = !model.intercept && k % (b + 1) == b;
      double difference = (up[k] - down[k]) / (2 * h);
      double expected = fixed || other ? (double)(j == k) : difference;
      assert_near(H[j * p + k], expected, 1e-9);
    }
  }
}

static void derivatives_agree_with_differences(void **state) {
  (void)state;
  Mat X;
  Vec y;
  for (size_t classes = 1; classes <= 5; classes++)
    for (size_t n = 1; n <= 4; n++)
      for (double lambda = 0; lambda <= 3; lambda += 3)
        for (int intercept = 0; intercept <= 1; intercept++) {
          make_data(&X, &y, ROWS, n, classes);
          Glm model = {GLM_SOFTMAX, n, classes, intercept, lambda, NULL};
          check_derivatives(model, X, y);
        }
}

static void other_kinds_and_no_intercept(void **state) {
  (void)state;
  Mat X;
  Vec y;
  for (int kind = GLM_LINEAR; kind <= GLM_LOGISTIC; kind++)
    for (int intercept = 0; intercept <= 1; intercept++)
      for (double lambda = 0; lambda <= 3; lambda += 3) {
        make_data(&X, &y, ROWS, 3, 2);
        for (size_t i = 0; i < y.n; i++) y.d[i] -= 1;
        Glm model = {(GlmKind)kind, 3, 1, intercept, lambda, NULL};
        check_derivatives(model, X, y);
      }
}

/* -- values --------------------------------------------------------------- */

/* e^z is 1, 2 and 5 at x = 1, reciprocal at x = -1. */
static void probabilities_are_normalized_exponentials(void **state) {
  (void)state;
  double x[] = {1, -1}, out[6], number[2];
  double theta[] = {0, 0, log(2), 0, log(5), 0};
  Glm model = {GLM_SOFTMAX, 1, 3, true, 0, theta};
  glm_probabilities(mat_of(out, 2, 3), &model, mat_of(x, 2, 1), NULL);
  const double expected[] = {1.0 / 8, 2.0 / 8, 5.0 / 8,
                             10.0 / 17, 5.0 / 17, 2.0 / 17};
  for (size_t i = 0; i < 6; i++) assert_near(out[i], expected[i], 1e-15);
  glm_value(vec_of(number, 2), &model, mat_of(x, 2, 1), NULL);
  assert_near(number[0], 3, 0);
  assert_near(number[1], 1, 0);
}

/* Many blocks, and the maximum number of classes. */
static void probabilities_sum_to_one(void **state) {
  (void)state;
  static double theta[2 * GLM_MOST_CLASSES], out[3 * GLM_MOST_CLASSES];
  double x[] = {-7, 0.3, 400};
  for (size_t j = 0; j < 2 * GLM_MOST_CLASSES; j++) theta[j] = sin((double)j);
  Glm model = {GLM_SOFTMAX, 1, GLM_MOST_CLASSES, true, 0, theta};
  Mat P = mat_of(out, 3, GLM_MOST_CLASSES), X = mat_of(x, 3, 1);
  assert_int_equal(glm_probabilities(P, &model, X, NULL).code, STATUS_OK);
  for (size_t i = 0; i < 3; i++) {
    double sum = 0;
    for (size_t k = 0; k < P.cols; k++) sum += *mat_at(P, i, k);
    assert_near(sum, 1, 1e-13);
  }
  model.classes++;
  assert_int_equal(glm_probabilities(P, &model, X, NULL).code, STATUS_RANGE);
}

/* A logistic model is a softmax model of two classes with weights ±w/2. */
static void two_classes_are_a_logistic_model(void **state) {
  (void)state;
  Mat X;
  Vec y;
  double loss[ROWS], other[ROWS], half[] = {-0.4, 0.1, -0.6, 0.4, -0.1, 0.6};
  double whole[] = {0.8, -0.2, 1.2};
  make_data(&X, &y, ROWS, 2, 2);
  Glm model = {GLM_SOFTMAX, 2, 2, true, 0, half};
  glm_loss(vec_of(loss, ROWS), &model, X, y, NULL);
  for (size_t i = 0; i < ROWS; i++) y.d[i] -= 1;
  model = (Glm){GLM_LOGISTIC, 2, 1, true, 0, whole};
  glm_loss(vec_of(other, ROWS), &model, X, y, NULL);
  for (size_t i = 0; i < ROWS; i++) assert_near(loss[i], other[i], 1e-15);
}

static void huge_scores_do_not_overflow(void **state) {
  (void)state;
  double x[] = {1e300, -1e300, 1e6, -1e6}, y[] = {1, 2, 1, 2}, loss[4];
  double theta[] = {-1, 0, 1, 0, 0, 0}, gradient[6], cost, out[12];
  Mat X = mat_of(x, 4, 1);
  Glm model = {GLM_SOFTMAX, 1, 3, true, 0, theta};
  glm_loss(vec_of(loss, 4), &model, X, vec_of(y, 4), NULL);
  assert_near(loss[0], 2e300, 1e-15);
  assert_near(loss[1], 2e300, 1e-15);
  assert_near(loss[2], 2e6, 1e-15);
  glm_cost(&cost, gradient, &model, examples_of(X, vec_of(y, 4)), NULL);
  assert_near(cost, 1e300, 1e-5);
  glm_probabilities(mat_of(out, 4, 3), &model, X, NULL);
  for (size_t i = 0; i < 12; i++) assert_true(out[i] == 0 || out[i] == 1);
}

/* log(1 + 2 e^-50), where 1 + 2 e^-50 is 1 in double precision. */
static void tiny_losses_are_accurate(void **state) {
  (void)state;
  double x = 1, y = 2, theta[] = {0, 0, 50, 0, 0, 0}, loss;
  Glm model = {GLM_SOFTMAX, 1, 3, true, 0, theta};
  glm_loss(vec_of(&loss, 1), &model, mat_of(&x, 1, 1), vec_of(&y, 1), NULL);
  assert_near(loss / (2 * exp(-50)), 1, 1e-14);
}

static void targets_must_be_class_numbers(void **state) {
  (void)state;
  const double wrong[] = {0, 4, 1.5, -1, 1e300};
  double x[] = {1, 2}, theta[6] = {0}, gradient[6], cost, loss[2];
  Mat X = mat_of(x, 2, 1);
  Glm model = {GLM_SOFTMAX, 1, 3, true, 0, theta};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    double y[] = {3, wrong[i]};
    Vec v = vec_of(y, 2);
    Status s[] = {glm_check_targets(&model, examples_of(X, v)),
                  glm_cost(&cost, gradient, &model, examples_of(X, v), NULL),
                  glm_loss(vec_of(loss, 2), &model, X, v, NULL)};
    for (size_t k = 0; k < 3; k++) {
      assert_int_equal(s[k].code, STATUS_LABEL);
      assert_int_equal(s[k].i, 1);
      assert_near(s[k].value, wrong[i], 0);
    }
  }
}

/* -- stochastic steps ----------------------------------------------------- */

static void one_batch_is_gradient_descent(void **state) {
  (void)state;
  Mat X;
  Vec y;
  make_data(&X, &y, ROWS, 2, 3);
  for (int intercept = 0; intercept <= 1; intercept++) {
    double start[] = {0.3, -0.2, 0, 0.1, 0.5, 0, -0.4, 0, 0}, theta[9];
    double full[9], g[9];
    size_t order[ROWS];
    Rng rng;
    rng_seed(&rng, 1);
    for (size_t i = 0; i < ROWS; i++) order[i] = i;
    memcpy(theta, start, sizeof start);
    Sgd how = {ROWS, 0.1, &rng, order, ROWS, g};
    Glm model = {GLM_SOFTMAX, 2, 3, intercept, 2, start};
    cost_at(model, start, full, X, y);
    assert_int_equal(sgd_epoch(theta, &how, &model, examples_of(X, y), NULL).code,
                     STATUS_OK);
    for (size_t j = 0; j < 9; j++)
      assert_near(theta[j], start[j] - 0.1 * full[j], 1e-14);
    y.d[7] = 9;
    Status s = sgd_epoch(theta, &how, &model, examples_of(X, y), NULL);
    assert_int_equal(s.code, STATUS_LABEL);
    assert_int_equal(s.i, 7);
    y.d[7] = 1;
  }
}

/* -- the stable alpha ----------------------------------------------------- */

/* 2 / (λmax(AᵀA/m) / 2) with λmax of x = 1, 2 by NumPy; without an intercept
 * AᵀA/m is 2.5. */
static void the_stable_alpha_depends_on_kind_and_intercept(void **state) {
  (void)state;
  double x[] = {1, 2}, scratch[8], alpha;
  Glm model = {GLM_SOFTMAX, 1, 3, true, 0, NULL};
  stable_alpha(&alpha, &model, examples_of(mat_of(x, 2, 1), (Vec){0}), scratch, NULL);
  assert_near(alpha, 2 * 0.58359213500126183, 1e-12);
  model.intercept = false;
  stable_alpha(&alpha, &model, examples_of(mat_of(x, 2, 1), (Vec){0}), scratch, NULL);
  assert_near(alpha, 2 / (2.5 / 2), 1e-12);
  model.kind = GLM_LINEAR;
  model.lambda = 3;
  stable_alpha(&alpha, &model, examples_of(mat_of(x, 2, 1), (Vec){0}), scratch, NULL);
  assert_near(alpha, 2 / (2.5 + 1.5), 1e-12);
}

/* -- optima --------------------------------------------------------------- */

typedef struct Fit {
  Glm model;
  Mat X;
  Vec y;
} Fit;

static Status evaluate(void *context, const double *theta, double *cost,
                       double *gradient) {
  Fit *fit = context;
  fit->model.theta = theta;
  return glm_cost(cost, gradient, &fit->model, examples_of(fit->X, fit->y), NULL);
}

static Status curvature(void *context, const double *theta, double *hessian) {
  Fit *fit = context;
  fit->model.theta = theta;
  Status s = glm_curvature(hessian, &fit->model, examples_of(fit->X, (Vec){0}), NULL);
  glm_hold_shift(hessian, &fit->model);
  return s;
}

static bool go_on(void *context, const Step *step) {
  (void)context, (void)step;
  return true;
}

static Outcome train(Fit *fit, double *theta, Descent options) {
  static double scratch[MOST_SIZE * MOST_SIZE + 50 * MOST_SIZE];
  const size_t p = model_size(&fit->model);
  Objective objective = {p, evaluate, curvature, NULL, fit, NULL, NULL,
                         NULL};
  Outcome o;
  options.on_step = go_on;
  assert_true(descent_scratch(options.method, p) * sizeof *scratch <=
              sizeof scratch);
  assert_int_equal(descent_run(&o, theta, scratch, &objective, &options).code,
                   STATUS_OK);
  return o;
}

/* The number of the class in the sorted names. */
static size_t class_of(const char *name, const char *const *names) {
  for (size_t k = 0; k < 3; k++)
    if (!strncmp(name, names[k], strlen(names[k]))) return k + 1;
  fail_msg("what is %s?", name);
  return 0;
}

/* Reads four numbers from the column `first` on, and the class. Rows without
 * numbers are left out. */
static void read_set(Fit *fit, const char *path, int first, int label,
                     const char *const *names) {
  char line[200];
  size_t m = 0;
  FILE *f = fopen(path, "r");
  assert_non_null(f);
  assert_non_null(fgets(line, sizeof line, f));
  while (fgets(line, sizeof line, f)) {
    int column = 0;
    bool missing = false;
    for (char *at = strtok(line, ",\n"); at; at = strtok(NULL, ",\n")) {
      if (column == label) y_numbers[m] = (double)class_of(at, names);
      if (column >= first && column < first + 4) {
        missing = missing || !strcmp(at, "NA");
        X_numbers[m * 4 + (size_t)(column - first)] = strtod(at, NULL);
      }
      column++;
    }
    m += !missing;
  }
  fclose(f);
  fit->X = mat_of(X_numbers, m, 4);
  fit->y = vec_of(y_numbers, m);
  fit->model = (Glm){GLM_SOFTMAX, 4, 3, true, 1, NULL};
}

static void read_iris(Fit *fit) {
  static const char *const names[] = {"setosa", "versicolor", "virginica"};
  read_set(fit, "lib/data/iris.csv", 0, 4, names);
  assert_int_equal(fit->X.rows, 150);
}

static void zscore(Mat X) {
  for (size_t j = 0; j < X.cols; j++) {
    Vec v = mat_col(X, j);
    double mean, deviation = sqrt(vec_var(v, &mean, NULL));
    for (size_t i = 0; i < v.n; i++)
      *vec_at(v, i) = (*vec_at(v, i) - mean) / deviation;
  }
}

static void read_penguins(Fit *fit) {
  static const char *const names[] = {"Adelie", "Chinstrap", "Gentoo"};
  read_set(fit, "lib/data/penguins.csv", 2, 0, names);
  assert_int_equal(fit->X.rows, 342);
  zscore(fit->X);
}

/* tests/reference/optima.py: Newton's method with 80-bit gradients. */
static const double iris_cost = 0.192575444027283301;
static const double iris_optimum[] = {
  -0.423509920122712588, 0.967350579571553560, -2.517152377609209242,
  -1.079336648500718541, 9.849568050482131019,
  0.534461508995923597, -0.321587855191932973, -0.206392071294869135,
  -0.944298465396338493, 2.237205632203196842,
  -0.110951588873211011, -0.645762724379620587, 2.723544448904078374,
  2.023635113897057033, -12.086773682685328591,
};
static const double penguins_cost = 0.078900780934353482;
static const double penguins_optimum[] = {
  -2.718746151713661348, 1.533424653760319508, -0.493700800540297724,
  0.376913787680300854, 0.559889435554541439,
  2.365931776792021653, 0.233642642590337211, -0.70835863264553914,
  -1.534082662657319204, -0.164524650759414242,
  0.352814374921639695, -1.767067296350656718, 1.202059433185836864,
  1.15716887497701835, -0.395364784795127151,
};

/* Every weight to ten digits, the cost to twelve. */
static void check_optimum(Fit *fit, Descent options, const double *expected,
                          double cost) {
  double theta[15] = {0};
  Outcome o = train(fit, theta, options);
  /* Adam's steps do not shrink with the gradient, so its b may drift. */
  double shift = (theta[4] + theta[9] + theta[14]) / 3;
  assert_near(shift, 0, options.method == METHOD_ADAM ? 1 : 1e-11);
  for (size_t j = 4; j < 15; j += 5) theta[j] -= shift;
  assert_true(o.reason == STOP_CONVERGED || o.reason == STOP_PRECISION);
  for (size_t j = 0; j < 15; j++)
    assert_near(theta[j] / expected[j], 1, 1e-10);
  assert_near(o.cost / cost, 1, 1e-12);
}

static void newton_and_lbfgs_find_the_optima(void **state) {
  (void)state;
  Fit fit;
  const Descent options[] = {
    {METHOD_NEWTON, 0, 0, 100, 0, NULL, NULL, 0},
    {METHOD_LBFGS, 0, 0, 2000, 0, NULL, NULL, 0},
  };
  for (size_t k = 0; k < 2; k++) {
    read_iris(&fit);
    check_optimum(&fit, options[k], iris_optimum, iris_cost);
    read_penguins(&fit);
    check_optimum(&fit, options[k], penguins_optimum, penguins_cost);
  }
}

static void gradient_descent_momentum_and_adam_find_them(void **state) {
  (void)state;
  Fit fit;
  read_penguins(&fit);
  const Descent options[] = {
    {METHOD_GD, 1, 0, 20000, 1e-14, NULL, NULL, 0},
    {METHOD_MOMENTUM, 0.2, 0.9, 20000, 1e-14, NULL, NULL, 0},
    {METHOD_ADAM, 0.05, 0, 20000, 1e-14, NULL, NULL, 0},
  };
  for (size_t k = 0; k < 3; k++)
    check_optimum(&fit, options[k], penguins_optimum, penguins_cost);
}

/* Without a penalty w could shift too: the sums over the classes keep their
 * initial values, and newton and lbfgs agree. Overlapping classes have an
 * optimum. */
static void nothing_drifts_without_a_penalty(void **state) {
  (void)state;
  Mat X;
  Vec y;
  make_data(&X, &y, ROWS, 3, 4);
  Fit fit = {{GLM_SOFTMAX, 3, 4, true, 0, NULL}, X, y};
  double newton[16] = {0}, lbfgs[16] = {0};
  newton[3] = lbfgs[3] = 5;
  Descent options = {METHOD_NEWTON, 0, 0, 100, 0, NULL, NULL, 0};
  Outcome a = train(&fit, newton, options);
  options = (Descent){METHOD_LBFGS, 0, 0, 2000, 0, NULL, NULL, 0};
  Outcome b = train(&fit, lbfgs, options);
  assert_true(a.iterations < 20);
  assert_near(a.cost / b.cost, 1, 1e-12);
  for (size_t j = 0; j < 16; j++) assert_near(newton[j], lbfgs[j], 1e-9);
  for (size_t j = 0; j < 4; j++)
    assert_near(newton[j] + newton[j + 4] + newton[j + 8] + newton[j + 12],
                j == 3 ? 5 : 0, 1e-12);
}

static void newton_leaves_b_alone_without_an_intercept(void **state) {
  (void)state;
  Fit fit;
  read_iris(&fit);
  fit.model.intercept = false;
  double newton[15] = {0}, lbfgs[15] = {0};
  Descent options = {METHOD_NEWTON, 0, 0, 100, 0, NULL, NULL, 0};
  train(&fit, newton, options);
  options = (Descent){METHOD_LBFGS, 0, 0, 2000, 0, NULL, NULL, 0};
  train(&fit, lbfgs, options);
  for (size_t j = 0; j < 15; j++) {
    assert_near(newton[j], lbfgs[j], 1e-9);
    if (j % 5 == 4) assert_true(newton[j] == 0 && lbfgs[j] == 0);
  }
}

/* Many features use BLAS, unless the rows are reversed. */
static void wide_rows_agree_with_reversed_ones(void **state) {
  (void)state;
  enum { M = 100, N = 33, K = 5, P = K * (N + 1) };
  static double x[M * N], turned[M * N], theta[P], g[P], other[P], probe[P];
  double y[M], back[M], cost, same, above, below;
  Rng rng;
  rng_seed(&rng, 3);
  for (size_t i = 0; i < M * N; i++) x[i] = rng_normal(&rng);
  for (size_t j = 0; j < P; j++) theta[j] = 0.3 * rng_normal(&rng);
  for (size_t i = 0; i < M; i++) {
    back[M - 1 - i] = y[i] = 1 + (double)(i * i % K);
    memcpy(turned + (M - 1 - i) * N, x + i * N, N * sizeof *x);
  }
  Mat X = mat_of(x, M, N), reversed = {turned + (M - 1) * N, M, N, -N};
  Glm model = {GLM_SOFTMAX, N, K, true, 2, theta};
  glm_cost(&cost, g, &model, examples_of(X, vec_of(y, M)), NULL);
  glm_cost(&same, other, &model, examples_of(reversed, vec_of(y, M)), NULL);
  assert_near(cost, same, 1e-14);
  for (size_t j = 0; j < P; j++) assert_near(g[j], other[j], 1e-14);
  X = mat_of(turned, M, N);
  for (size_t j = 0; j < P; j++) {
    const double kept = theta[j], h = 1e-5;
    theta[j] = kept + h;
    glm_cost(&above, probe, &model, examples_of(X, vec_of(back, M)), NULL);
    theta[j] = kept - h;
    glm_cost(&below, probe, &model, examples_of(X, vec_of(back, M)), NULL);
    theta[j] = kept;
    assert_near(g[j], (above - below) / (2 * h), 1e-9);
  }
}

static void a_set_flag_stops_every_pass(void **state) {
  (void)state;
  double x = 1, y = 1, theta[4] = {0}, gradient[4], cost, out[2], H[16];
  volatile sig_atomic_t stop = 1;
  Mat X = mat_of(&x, 1, 1);
  Vec target = vec_of(&y, 1);
  Glm model = {GLM_SOFTMAX, 1, 2, true, 0, theta};
  Status s[] = {glm_cost(&cost, gradient, &model, examples_of(X, target), &stop),
                glm_loss(vec_of(out, 1), &model, X, target, &stop),
                glm_value(vec_of(out, 1), &model, X, &stop),
                glm_probabilities(mat_of(out, 1, 2), &model, X, &stop),
                glm_curvature(H, &model, examples_of(X, (Vec){0}), &stop)};
  for (size_t k = 0; k < 5; k++) assert_int_equal(s[k].code, STATUS_STOPPED);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(derivatives_agree_with_differences),
    cmocka_unit_test(other_kinds_and_no_intercept),
    cmocka_unit_test(probabilities_are_normalized_exponentials),
    cmocka_unit_test(probabilities_sum_to_one),
    cmocka_unit_test(two_classes_are_a_logistic_model),
    cmocka_unit_test(huge_scores_do_not_overflow),
    cmocka_unit_test(tiny_losses_are_accurate),
    cmocka_unit_test(targets_must_be_class_numbers),
    cmocka_unit_test(one_batch_is_gradient_descent),
    cmocka_unit_test(the_stable_alpha_depends_on_kind_and_intercept),
    cmocka_unit_test(newton_and_lbfgs_find_the_optima),
    cmocka_unit_test(gradient_descent_momentum_and_adam_find_them),
    cmocka_unit_test(nothing_drifts_without_a_penalty),
    cmocka_unit_test(newton_leaves_b_alone_without_an_intercept),
    cmocka_unit_test(wide_rows_agree_with_reversed_ones),
    cmocka_unit_test(a_set_flag_stops_every_pass),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
