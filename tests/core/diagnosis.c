/* Condition numbers, stable alphas, constant and repeated columns. Reference:
 * eigenvalues of AᵀA with 60 digits (mpmath) on the same doubles. */
#include "core/model/diagnosis.h"

#include "core/factor/eigen.h"
#include "core/model/stable_alpha.h"
#include "core/stats/rng.h"

#include "check.h"
#include "table.h"

enum { MOST = 64 };

static double numbers[60000], correlation[MOST * MOST], places[4 * MOST];
static Scale scale;
static Diagnosis found;

static Status examine(GlmKind kind, double lambda, Mat X, StopFlag stop) {
  const size_t n = X.cols;
  Glm model = {.kind = kind, .features = n, .classes = 1, .intercept = true,
                 .lambda = lambda};
  double *scratch = malloc(diagnosis_scratch(n) * sizeof *scratch);
  scale = (Scale){SCALE_ZSCORE, vec_of(places, n), vec_of(places + n, n),
                  vec_of(places + 2 * n, n), vec_of(places + 3 * n, n)};
  Status s = diagnosis(&found, &scale, correlation, &model, examples_of(X, (Vec){0}), scratch, stop);
  free(scratch);
  return s;
}

static void examine_linear(Mat X) {
  assert_int_equal(examine(GLM_LINEAR, 0, X, NULL).code, STATUS_OK);
}

static void two_examples_by_hand(void **state) {
  (void)state;
  double x[] = {1, 2};
  Mat X = mat_of(x, 2, 1);
  examine_linear(X);
  /* AᵀA/2 = (2.5 1.5; 1.5 1): λ = (3.5 ± √11.25)/2 */
  const double high = (3.5 + sqrt(11.25)) / 2, low = (3.5 - sqrt(11.25)) / 2;
  assert_near(found.alpha, 2 / high, 1e-15);
  assert_near(found.alpha, 0.5836, 5e-5);
  assert_near(found.condition, sqrt(high / low), 1e-13);
  assert_near(found.condition_zscore, 1, 1e-15);
  assert_near(found.alpha_zscore, 2, 1e-15);
  assert_int_equal(examine(GLM_LOGISTIC, 0, X, NULL).code, STATUS_OK);
  assert_near(found.alpha, 8 / high, 1e-15);
  assert_near(found.alpha_zscore, 8, 1e-14);
  assert_int_equal(examine(GLM_LINEAR, 2, X, NULL).code, STATUS_OK);
  assert_near(found.alpha_zscore, 1, 1e-15);
}

static void four_columns_of_ames(void **state) {
  (void)state;
  static const size_t columns[] = {0, 1, 11, 12};
  size_t cols, rows = read_table(numbers, 60000, &cols, "lib/data/ames.csv",
                                 "none");
  for (size_t i = 0; i < rows; i++)
    for (size_t j = 0; j < 4; j++)
      numbers[4 * i + j] = numbers[cols * i + columns[j]];
  examine_linear(mat_of(numbers, rows, 4));
  assert_near(found.alpha * 1e8, 1.1823567777052259, 1e-14);
  assert_near(found.alpha_zscore, 1.1876691062091462, 1e-13);
  assert_near(found.condition, 894698.13141076194, 1e-9);
  assert_near(found.condition_zscore, 2.0859028833397282, 1e-13);
  assert_near(correlation[1], 0.51680751, 1e-8); /* numpy.corrcoef */
  assert_near(correlation[3], 0.24172579, 1e-8);
  assert_near(*vec_at(scale.mean, 3), 1971.35631, 1e-8);
}

/* NIST data sets with powers of a single feature, or six features. */
static Mat read_nist(const char *path, size_t powers) {
  double fields[500];
  size_t cols, rows = read_table(fields, 500, &cols, path, "none");
  const size_t n = powers ? powers : cols - 1;
  for (size_t i = 0; i < rows; i++)
    for (size_t j = 0; j < n; j++)
      numbers[i * n + j] =
          powers ? (double)powl(fields[2 * i + 1], (long double)j + 1)
                 : fields[i * cols + j + 1];
  return mat_of(numbers, rows, n);
}

static void ill_conditioned_sets(void **state) {
  (void)state;
  examine_linear(read_nist("tests/reference/nist/Longley.csv", 0));
  assert_near(found.condition, 4859257015.4550264, 1e-5);
  assert_near(found.condition_zscore, 110.54415344231353, 1e-12);
  assert_near(found.alpha_zscore, 0.43446364666463688, 1e-13);
  examine_linear(read_nist("tests/reference/nist/Wampler1.csv", 5));
  assert_near(found.condition, 6398930.0539000732, 1e-8);
  assert_near(found.condition_zscore, 1632.3257914101808, 1e-11);
  examine_linear(read_nist("tests/reference/nist/Filip.csv", 10));
  assert_near(found.condition / 1767965284146276.1, 1, 0.2);
  assert_near(found.condition_zscore, 3821498745.5274404, 1e-5);
  assert_near(found.alpha_zscore, 0.2110468238963963, 1e-13);
}

/* x, 5, -2x + 7, noise, noise + 1e9 times 1e-3. */
static void constant_and_repeated_columns(void **state) {
  (void)state;
  enum { ROWS = 50, COLS = 5 };
  double x[ROWS * COLS];
  size_t j = 0, k = 0;
  for (int i = 0; i < ROWS; i++) {
    const double a = sin(i), b = i * i % 13;
    memcpy(x + i * COLS, (double[]){a, 5, 7 - 2 * a, b, (b + 1e9) * 1e-3},
           sizeof(double[COLS]));
  }
  examine_linear(mat_of(x, ROWS, COLS));
  assert_true(scale_constant(&scale, 1) && !scale_constant(&scale, 0));
  assert_true(isinf(found.condition) && isinf(found.condition_zscore));
  assert_true(diagnosis_pair(&j, &k, correlation, COLS) && j == 0 && k == 2);
  assert_near(correlation[2], -1, 1e-14);
  assert_true(correlation[1] == 0 && correlation[COLS + 1] == 1);
  assert_true(diagnosis_pair(&j, &k, correlation, COLS) && j == 3 && k == 4);
  assert_false(diagnosis_pair(&j, &k, correlation, COLS));
}

static void a_constant_column_does_not_hide_the_rest(void **state) {
  (void)state;
  double x[] = {1, 5, -1, 5, 3, 5, -3, 5};
  size_t j = 0, k = 0;
  examine_linear(mat_of(x, 4, 2));
  assert_true(isinf(found.condition));
  assert_near(found.condition_zscore, 1, 1e-15);
  assert_near(found.alpha_zscore, 2, 1e-15);
  assert_false(diagnosis_pair(&j, &k, correlation, 2));
}

static void one_example_and_wild_numbers(void **state) {
  (void)state;
  double one[] = {3, 4}, wild[] = {0, 1e100}, huge[] = {-1e300, 1e300};
  examine_linear(mat_of(one, 1, 2));
  assert_true(isinf(found.condition));
  assert_near(found.condition_zscore, 1, 0);
  examine_linear(mat_of(wild, 2, 1));
  assert_near(found.condition * 1e-100, 1, 1e-12);
  assert_near(found.alpha_zscore, 2, 1e-15);
  Status s = examine(GLM_LINEAR, 0, mat_of(huge, 2, 1), NULL);
  assert_int_equal(s.code, STATUS_RANGE);
  double constant[] = {1e300, 1e300};
  examine_linear(mat_of(constant, 2, 1));
  assert_true(found.alpha == 0);
}

static void a_set_flag_stops_it(void **state) {
  (void)state;
  double x[] = {1, 2};
  volatile sig_atomic_t stop = 1;
  Status s = examine(GLM_LINEAR, 0, mat_of(x, 2, 1), &stop);
  assert_int_equal(s.code, STATUS_STOPPED);
}

/* 2 / λmax of AᵀA/m by LAPACK. */
static double alpha_by_lapack(Mat X) {
  const size_t p = X.cols + 1;
  double *G = calloc(p * p + 2 * p + eigen_scratch(p), sizeof *G);
  for (size_t i = 0; i < p; i++)
    for (size_t j = 0; j < p; j++) {
      for (size_t r = 0; r < X.rows; r++)
        G[i * p + j] += (i < X.cols ? *mat_at(X, r, i) : 1) *
                        (j < X.cols ? *mat_at(X, r, j) : 1);
      G[i * p + j] /= (double)X.rows;
    }
  assert_int_equal(eigen(G + p * p, G + p * p + p, NULL, mat_of(G, p, p), true,
                         G + p * p + 2 * p).code, STATUS_OK);
  const double alpha = 2 / G[p * p];
  free(G);
  return alpha;
}

static double alpha_of(Mat X) {
  const size_t p = X.cols + 1;
  const Glm model = {.kind = GLM_LINEAR, .features = X.cols, .classes = 1,
                     .intercept = true};
  double alpha, *scratch = calloc(p * (p + 2), sizeof *scratch);
  assert_int_equal(stable_alpha(&alpha, &model, examples_of(X, (Vec){0}),
                                scratch, NULL).code, STATUS_OK);
  free(scratch);
  return alpha;
}

/* Columns of any scale and mean, some of them repeated or constant; and more
 * columns than are solved directly. */
static void alphas_are_those_of_lapack(void **state) {
  (void)state;
  Rng rng;
  rng_seed(&rng, 6);
  for (int k = 0; k < 400; k++) {
    const size_t n = k < 399 ? 1 + (size_t)(30 * rng_uniform(&rng)) : 230;
    const Mat X = mat_of(numbers, 50, n);
    const double size = pow(10, 200 * rng_uniform(&rng) - 100);
    const double wild = k % 3 ? 2 : 6, mean = rng_normal(&rng) * (k % 4);
    for (size_t j = 0; j < n; j++) {
      const double scale_j = size * pow(wild, rng_normal(&rng));
      for (size_t i = 0; i < X.rows; i++)
        *mat_at(X, i, j) = k % 5 == 0 && j % 3 == 1 ? *mat_at(X, i, j - 1)
                           : k % 7 == 0 && j % 4 == 2
                             ? scale_j
                             : scale_j * (rng_normal(&rng) + mean);
    }
    const double expected = alpha_by_lapack(X);
    assert_near(alpha_of(X) / expected, 1, n < 200 ? 1e-14 : 1e-9);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(two_examples_by_hand),
    cmocka_unit_test(four_columns_of_ames),
    cmocka_unit_test(ill_conditioned_sets),
    cmocka_unit_test(constant_and_repeated_columns),
    cmocka_unit_test(a_constant_column_does_not_hide_the_rest),
    cmocka_unit_test(one_example_and_wild_numbers),
    cmocka_unit_test(alphas_are_those_of_lapack),
    cmocka_unit_test(a_set_flag_stops_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
