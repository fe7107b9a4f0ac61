/* The coefficient table for powers computed in double-double precision.
 * inference.c tests given features. */
#include "core/model/inference.h"

#include <stdlib.h>

#include "core/model/poly.h"

#include "check.h"

enum { MOST = 10 };

typedef struct Table {
  double se[MOST], statistic[MOST], p[MOST], low[MOST], high[MOST];
  double estimate[MOST];
  Role role[MOST];
  double covariance[MOST * MOST];
  Inference found;
} Table;

static Table table;

static Coefficients outputs(void) {
  return (Coefficients){table.estimate, table.se,  table.statistic, table.p,
                        table.low, table.high,      table.role};
}

static Glm model_of(GlmKind kind, size_t features, const double *theta) {
  return (Glm){.kind = kind, .features = features, .classes = 1,
                 .intercept = true, .theta = theta};
}

static void infer_plain(const Glm *model, Mat X, Vec y) {
  Coefficients out = outputs();
  const Examples e = examples_of(X, y);
  double *scratch = malloc(inference_scratch(&e) * sizeof *scratch);
  Status s = inference(&table.found, &out, table.covariance, model, e, 0.95, scratch, NULL);
  free(scratch);
  assert_int_equal(s.code, STATUS_OK);
}

static void assert_all_near(const double *got, const double *expected,
                            size_t n, double tolerance) {
  for (size_t j = 0; j < n; j++) {
    if (fabs(got[j] - expected[j]) <= tolerance * fabs(expected[j])) continue;
    fail_msg("%zu: got %.17g, expected %.17g", j, got[j], expected[j]);
  }
}

/* For powers computed here; the model has theta rounded to doubles. */
static Status infer_powers(GlmKind kind, const DoubleDouble *theta, Mat X,
                           size_t degree, Vec y, StopFlag stop) {
  Coefficients out = outputs();
  double rounded[MOST];
  const Glm model = model_of(kind, poly_count(X.cols, degree, true), rounded);
  for (size_t j = 0; j <= model.features; j++)
    rounded[j] = dd_round(theta[j]);
  const Powers powers = {X, degree, theta};
  const Examples e = examples_of(mat_of(NULL, y.n, 1), y);
  double *scratch =
      malloc(inference_powers_scratch(&powers, &e) * sizeof *scratch);
  Status s = inference_powers(&table.found, &out, table.covariance, &model,
                              &powers, e, 0.95, scratch, stop);
  free(scratch);
  return s;
}

static void fill_years(double *x, double *y, int rows) {
  for (int i = 0; i < rows; i++) {
    x[i] = 1950 + 5 * i;
    y[i] = i * i * 37 % 101;
  }
}

/* Reference here and below: rational arithmetic (Python's fractions) on the same
 * doubles. Terms near 10^19 sum to residuals of 20, so 12 of 32 digits remain. */
static void years_to_the_ninth_power(void **state) {
  (void)state;
  static const DoubleDouble theta[] = {
    {8.093568122449813e+16, 3.0591968966878347},
    {-163073461452314.38, 0.01439836813238468},
    {191661278724.68896, -3.677440426265147e-07},
    {-144807474.43747294, 9.10360330094318e-10},
    {72936.9080411878, -2.4428400250793117e-12},
    {-24.49082912671851, 7.959131165734212e-16},
    {0.005286462175169924, -2.6797604156314843e-19},
    {-6.656326098199259e-07, -2.2305734353938065e-24},
    {3.724882330817458e-11, 1.7016341673834357e-27},
    {-1.7852756487342944e+19, 402.7430717138114}};
  static const double se[] = {
    1.0839193277475629e+17, 218449505227135.12,   256811305183.69452,
    194081374.10824937,     97781.004348483679,   32.841731377452078,
    0.0070909470738873054,  8.9308215629861335e-07, 4.9990587210851546e-11,
    2.3903005470169051e+19};
  double x[15], y[15];
  fill_years(x, y, 15);
  Status s = infer_powers(GLM_LINEAR, theta, mat_of(x, 15, 1), 9,
                          vec_of(y, 15), NULL);
  assert_int_equal(s.code, STATUS_OK);
  assert_int_equal(table.found.rank, 10);
  assert_all_near(table.se, se, 10, 3e-12);
  assert_near(table.found.rss, 5487.1580915326876, 6e-12);
  assert_near(table.covariance[99] / (se[9] * se[9]), 1, 6e-12);
  assert_true(table.found.distance < 1e-9);
}

/* Weights as doubles from another source: rss is within 1e-14 of its minimum,
 * because it is quadratic in the error of theta. */
static void two_columns_with_their_product(void **state) {
  (void)state;
  static const DoubleDouble theta[] = {
    {51007.914993273342, 0}, {55523.463780738195, 0},
    {-25.462855463668117, 0}, {-55.534354408835846, 0},
    {93.214326938861205, 0}, {-25545043.280176438, 0}};
  static const double se[] = {46711.328374912162, 84139.092025949692,
                              23.337557365184288, 84.093241345576729,
                              371.51086020441403, 23373782.132075004};
  double x[40], y[20];
  for (int i = 0; i < 20; i++) {
    x[2 * i] = 1e3 + 0.1 * i;
    x[2 * i + 1] = 0.1 * (i * i % 7);
    y[i] = i * i * 37 % 101;
  }
  infer_powers(GLM_LINEAR, theta, mat_of(x, 20, 2), 2, vec_of(y, 20), NULL);
  assert_all_near(table.se, se, 6, 1e-13);
  assert_near(table.found.rss, 10595.298575241823, 1e-13);
}

/* Small integers, whose powers are exact in doubles: both methods agree, also for
 * a logistic model. More rows than one block. */
static void exact_powers_agree_with_raw_ones(void **state) {
  (void)state;
  enum { ROWS = 150, TERMS = 9 };
  double x[2 * ROWS], y[ROWS], P[ROWS * TERMS], theta[TERMS + 1];
  DoubleDouble wide[TERMS + 1];
  for (int i = 0; i < ROWS; i++) {
    x[2 * i] = i % 7 - 3;
    x[2 * i + 1] = i % 11 - 4;
    y[i] = i * i * 37 % 101 > 50;
  }
  for (int j = 0; j <= TERMS; j++) {
    theta[j] = j * 5 % 7 * 0.0078125;
    wide[j] = (DoubleDouble){theta[j], 0};
  }
  const Mat X = mat_of(x, ROWS, 2), A = mat_of(P, ROWS, TERMS);
  poly_fill(A, X, 3, true, false, NULL);
  for (int kind = GLM_LINEAR; kind <= GLM_LOGISTIC; kind++) {
    const Glm model = model_of((GlmKind)kind, TERMS, theta);
    infer_plain(&model, A, vec_of(y, ROWS));
    const Table plain = table;
    infer_powers(model.kind, wide, X, 3, vec_of(y, ROWS), NULL);
    assert_all_near(table.se, plain.se, TERMS + 1, 1e-14);
    assert_all_near(table.p, plain.p, TERMS + 1, 1e-12);
    assert_near(table.found.deviance, plain.found.deviance, 1e-15);
    assert_near(table.found.distance, plain.found.distance, 1e-12);
    assert_int_equal(table.found.rank, plain.found.rank);
  }
}

/* A column of 1950 and 1951 next to a column of years: its square is a linear
 * combination of the column and the intercept (for 0 and 1, the column itself).
 * The others have the standard errors of a model without it (Python's
 * fractions). */
static void dependent_powers_are_reported(void **state) {
  (void)state;
  const DoubleDouble theta[6] = {{0, 0}};
  double x[60], y[30];
  for (int first = 0; first <= 1950; first += 1950) {
    for (int i = 0; i < 30; i++) {
      x[2 * i] = first + i % 2;
      x[2 * i + 1] = 1900 + i;
      y[i] = i * i * 37 % 101;
    }
    infer_powers(GLM_LINEAR, theta, mat_of(x, 30, 2), 2, vec_of(y, 30), NULL);
    const Role roles[] = {ROLE_FREE, ROLE_FREE, ROLE_ALIASED, ROLE_FREE,
                          ROLE_FREE, ROLE_FREE};
    for (size_t j = 0; j < 6; j++) assert_int_equal(table.role[j], roles[j]);
    assert_int_equal(table.found.rank, 5);
    const double se[] = {5249.0129047054176,
                         first ? 5302.8753208823918 : 677.84027449768167,
                         INFINITY,
                         2.7416872067206715,
                         0.17707354973797392,
                         first ? 10174739.694219295 : 648687.74820016530};
    for (size_t j = 0; j < 6; j++)
      assert_true(table.se[j] == se[j] || fabs(table.se[j] / se[j] - 1) < 1e-13);
    assert_true(table.covariance[2] == 0);
  }
}

static void overflowing_powers_are_reported(void **state) {
  (void)state;
  const DoubleDouble theta[3] = {{0, 0}};
  double x[] = {1, 2, 1e200, 4}, y[] = {1, 2, 3, 5};
  double tiny[] = {1e-140, 2e-140, 4e-140, 7e-140};
  Status s = infer_powers(GLM_LINEAR, theta, mat_of(x, 4, 1), 2,
                          vec_of(y, 4), NULL);
  assert_int_equal(s.code, STATUS_RANGE);
  assert_true(s.i == 0 && s.j == 0 && s.value == 1e200);
  s = infer_powers(GLM_LINEAR, theta, mat_of(tiny, 4, 1), 2, vec_of(y, 4),
                   NULL);
  assert_int_equal(s.code, STATUS_OK);
  assert_false(isnan(table.se[0]) || isnan(table.se[1]) || isnan(table.se[2]));
  volatile sig_atomic_t stop = 1;
  s = infer_powers(GLM_LINEAR, theta, mat_of(tiny, 4, 1), 2, vec_of(y, 4),
                   &stop);
  assert_int_equal(s.code, STATUS_STOPPED);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(years_to_the_ninth_power),
    cmocka_unit_test(two_columns_with_their_product),
    cmocka_unit_test(exact_powers_agree_with_raw_ones),
    cmocka_unit_test(dependent_powers_are_reported),
    cmocka_unit_test(overflowing_powers_are_reported),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
