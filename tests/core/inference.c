/* The coefficient table against NIST's certified standard errors and against
 * logistic and ridge fits by other programs. */
#include "core/model/inference.h"

#include "check.h"
#include "table.h"

enum { MOST = 100, MOST_COLUMNS = 12 };

/* All outputs, large enough for these data sets. */
typedef struct Table {
  double se[MOST], statistic[MOST], p[MOST], low[MOST], high[MOST];
  double estimate[MOST];
  Role role[MOST];
  double covariance[MOST * MOST];
  Inference found;
} Table;

static Table table;

static Status infer(const Glm *model, Mat X, Vec y, StopFlag stop) {
  Coefficients out = {table.estimate, table.se,  table.statistic, table.p,
                      table.low, table.high,      table.role};
  const Examples e = examples_of(X, y);
  double *scratch = malloc(inference_scratch(&e) * sizeof *scratch);
  Status s = inference(&table.found, &out, table.covariance, model, e, 0.95, scratch, stop);
  free(scratch);
  return s;
}

static Glm linear(size_t features, const double *theta) {
  return (Glm){.kind = GLM_LINEAR, .features = features, .classes = 1,
                 .intercept = true, .theta = theta};
}

static void infer_linear(double *theta, Mat X, Vec y) {
  Glm model = linear(X.cols, theta);
  assert_int_equal(infer(&model, X, y, NULL).code, STATUS_OK);
}

/* -- NIST ----------------------------------------------------------------- */

typedef struct Set {
  const char *file;
  size_t degree; /* powers of the only feature; 1: the features themselves */
  bool intercept;
  double digits; /* required of the worst standard error */
  double sd, r2, f;
  double certified[MOST_COLUMNS], se[MOST_COLUMNS]; /* intercept first */
} Set;

/* Certified values: NIST Statistical Reference Datasets, linear regression
 * (Wampler1 and 2 fit perfectly, so only 0 is certified). Filip's powers rounded
 * to doubles differ from the data that NIST certified. */
static const Set sets[] = {
  {"Norris", 1, true, 13.5, 0.884796396144373, 0.999993745883712,
   5436385.54079785,
   {-0.262323073774029, 1.00211681802045},
   {0.232818234301152, 0.429796848199937E-03}},
  {"Pontius", 2, true, 13, 0.205177424076185E-03, 0.999999900178537,
   185330865.995752,
   {0.673565789473684E-03, 0.732059160401003E-06, -0.316081871345029E-14},
   {0.107938612033077E-03, 0.157817399981659E-09, 0.486652849992036E-16}},
  {"NoInt1", 1, false, 14, 3.56753034006338, 0.999365492298663,
   15750.2500000000, {2.07438016528926}, {0.165289256198347E-01}},
  {"NoInt2", 1, false, 14, 0.369274472937998, 0.993348115299335,
   298.6666666666667, {0.727272727272727}, {0.420827318078432E-01}},
  {"Filip", 10, true, 7.5, 0.334801051324544E-02, 0.996727416185620,
   2162.43954511489,
   {-1467.48961422980, -2772.17959193342, -2316.37108160893, -1127.97394098372,
    -354.478233703349, -75.1242017393757, -10.8753180355343, -1.06221498588947,
    -0.670191154593408E-01, -0.246781078275479E-02, -0.402962525080404E-04},
   {298.084530995537, 559.779865474950, 466.477572127796, 227.204274477751,
    71.6478660875927, 15.2897178747400, 2.23691159816033, 0.221624321934227,
    0.142363763154724E-01, 0.535617408889821E-03, 0.896632837373868E-05}},
  {"Longley", 1, true, 14, 304.854073561965, 0.995479004577296,
   330.285339234588,
   {-3482258.63459582, 15.0618722713733, -0.358191792925910E-01,
    -2.02022980381683, -1.03322686717359, -0.511041056535807E-01,
    1829.15146461355},
   {890420.383607373, 84.9149257747669, 0.334910077722432E-01,
    0.488399681651699, 0.214274163161675, 0.226073200069370,
    455.478499142212}},
  {"Wampler3", 5, true, 13.5, 2360.14502379268, 0.999995559025820,
   675524.458240122, {1, 1, 1, 1, 1, 1},
   {2152.32624678170, 2363.55173469681, 779.343524331583, 101.475507550350,
    5.64566512170752, 0.112324854679312}},
  {"Wampler4", 5, true, 13.5, 236014.502379268, 0.957478440825662,
   67.5524458240122, {1, 1, 1, 1, 1, 1},
   {215232.624678170, 236355.173469681, 77934.3524331583, 10147.5507550350,
    564.566512170752, 11.2324854679312}},
  {"Wampler5", 5, true, 13.5, 23601450.2379268, 0.224668921574940E-02,
   6.7552445824012241E-03, {1, 1, 1, 1, 1, 1},
   {21523262.4678170, 23635517.3469681, 7793435.24331583, 1014755.07550350,
    56456.6512170752, 1123.24854679312}},
};

static double numbers[20000], X_numbers[2000], y_numbers[500];

static void read_set(const Set *set, Mat *X, Vec *y) {
  char path[200];
  size_t cols;
  snprintf(path, sizeof path, "tests/reference/nist/%s.csv", set->file);
  size_t rows = read_table(numbers, 2000, &cols, path, "none");
  const size_t n = set->degree > 1 ? set->degree : cols - 1;
  for (size_t i = 0; i < rows; i++)
    for (size_t j = 0; j < n; j++)
      X_numbers[i * n + j] =
          set->degree > 1 ? (double)powl(numbers[2 * i + 1], (long double)j + 1)
                          : numbers[i * cols + j + 1];
  for (size_t i = 0; i < rows; i++) y_numbers[i] = numbers[i * cols];
  *X = mat_of(X_numbers, rows, n);
  *y = vec_of(y_numbers, rows);
}

static double digits(double got, double certified) {
  if (got == certified) return 15;
  return fmin(15, -log10(fabs(got - certified) / fabs(certified)));
}

/* The certified coefficients as theta: those of the intercept last. */
static void set_theta(double *theta, const Set *set, size_t n) {
  for (size_t j = 0; j < n; j++) theta[j] = set->certified[j + set->intercept];
  theta[n] = set->intercept ? set->certified[0] : 0;
}

static double worst_digits(const Set *set, size_t n) {
  double worst = set->intercept ? digits(table.se[n], set->se[0]) : 15;
  for (size_t j = 0; j < n; j++)
    worst = fmin(worst, digits(table.se[j], set->se[j + set->intercept]));
  return worst;
}

static void nist_standard_errors_agree(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
    const Set *set = &sets[i];
    double theta[MOST_COLUMNS];
    Mat X;
    Vec y;
    read_set(set, &X, &y);
    set_theta(theta, set, X.cols);
    Glm model = linear(X.cols, theta);
    model.intercept = set->intercept;
    assert_int_equal(infer(&model, X, y, NULL).code, STATUS_OK);
    const Inference *found = &table.found;
    const double worst = worst_digits(set, X.cols);
    const double sd = digits(sqrt(found->scale), set->sd);
    const double r2 = digits(found->r2, set->r2), f = digits(found->f, set->f);
    printf("  %-9s digits: se %4.1f, sd %4.1f, R2 %4.1f, F %4.1f; "
           "rank %zu, distance %.1e\n",
           set->file, worst, sd, r2, f, found->rank, found->distance);
    assert_int_equal(found->rank, X.cols + set->intercept);
    assert_true(worst >= set->digits);
    assert_true(fmin(sd, fmin(r2, f)) >= 8.5);
  }
}

/* -- other fits ----------------------------------------------------------- */

/* Iris, versicolor (0) and virginica (1), four features. */
static void read_iris(Mat *X, Vec *y) {
  size_t cols, rows = read_table(numbers, 1000, &cols, "lib/data/iris.csv",
                                 "virginica");
  assert_int_equal(rows, 150);
  *X = (Mat){numbers + 50 * cols, 100, 4, (ptrdiff_t)cols};
  *y = mat_col((Mat){numbers + 50 * cols, 100, cols, (ptrdiff_t)cols}, 4);
}

static void assert_all_near(const double *got, const double *expected,
                            size_t n, double tolerance) {
  for (size_t j = 0; j < n; j++) {
    if (fabs(got[j] - expected[j]) <= tolerance * fabs(expected[j])) continue;
    fail_msg("%zu: got %.17g, expected %.17g", j, got[j], expected[j]);
  }
}

/* Expected: Newton's method with 60 digits (mpmath) on the file's numbers; R's
 * glm prints the same: se 2.394 4.480 4.737 9.743 25.708, deviances 138.629
 * and 11.899, AIC 21.899. */
static void a_logistic_table_agrees_with_glm(void **state) {
  (void)state;
  const double theta[] = {-2.4652201951866641, -6.6808870140785497,
                          9.4293851539266421, 18.286136887850986,
                          -42.637803813021989};
  const double se[] = {2.3943010185352167, 4.4795645666009461,
                       4.737207700316539, 9.7426121398267951,
                       25.707660833161857};
  Glm model = {.kind = GLM_LOGISTIC, .features = 4, .classes = 1,
                 .intercept = true, .theta = theta};
  Mat X;
  Vec y;
  read_iris(&X, &y);
  assert_int_equal(infer(&model, X, y, NULL).code, STATUS_OK);
  const Inference *found = &table.found;
  assert_all_near(table.se, se, 5, 1e-12);
  assert_near(table.statistic[0], -1.0296199918483242, 1e-12);
  assert_near(table.p[0], 0.30318842677507609, 1e-12);
  assert_near(table.low[0], theta[0] - 1.9599639845400542 * se[0], 1e-12);
  assert_near(table.high[0], theta[0] + 1.9599639845400542 * se[0], 1e-12);
  assert_near(table.covariance[1], -1.8999708747914482, 1e-12);
  assert_near(table.covariance[24], se[4] * se[4], 1e-12);
  assert_near(found->deviance, 11.898546791358841, 1e-13);
  assert_near(found->null_deviance, 200 * log(2), 1e-15);
  assert_near(found->chi2, 126.73088932063022, 1e-14);
  assert_near(found->chi2_p * 1e26, 1.9471069840581689, 1e-11);
  assert_near(found->r2, 0.91417012775160656, 1e-14);
  assert_near(found->aic, 11.898546791358841 + 10, 1e-13);
  assert_near(found->bic, 11.898546791358841 + 5 * log(100), 1e-13);
  assert_int_equal(found->df, 95);
  assert_int_equal(found->df_model, 4);
  assert_true(found->distance < 1e-9);
}

/* Computed as above, with a penalty on the weights. */
static void a_penalty_is_part_of_the_curvature(void **state) {
  (void)state;
  const double theta[] = {-0.10208732347085143, -0.26259152245885743,
                          2.3040209435927748, 1.7748768778428155,
                          -12.842514153828717};
  const double se[] = {0.48761808287660931, 0.59393272575740389,
                       0.50496840347543214, 0.59347298457403585,
                       3.3341663079203001};
  Glm model = {.kind = GLM_LOGISTIC, .features = 4, .classes = 1,
                 .intercept = true, .lambda = 2, .theta = theta};
  Mat X;
  Vec y;
  read_iris(&X, &y);
  assert_int_equal(infer(&model, X, y, NULL).code, STATUS_OK);
  assert_all_near(table.se, se, 5, 1e-13);
  assert_near(table.found.deviance, 42.130502040948817, 1e-13);
  assert_true(table.found.distance < 1e-12);
}

/* Computed as above. The null model has probability 0.5. */
static void a_logistic_model_without_an_intercept(void **state) {
  (void)state;
  const double theta[] = {-6.3277193814571901, -6.6181865321406285,
                          8.4338012993598045, 10.282543993912638, 0};
  const double se[] = {2.4793016443056643, 2.5294254605498288,
                       3.4698902662244963, 3.4593815918406051};
  Glm model = {.kind = GLM_LOGISTIC, .features = 4, .classes = 1,
                 .theta = theta};
  Mat X;
  Vec y;
  read_iris(&X, &y);
  assert_int_equal(infer(&model, X, y, NULL).code, STATUS_OK);
  assert_all_near(table.se, se, 4, 1e-12);
  assert_int_equal(table.role[4], ROLE_ABSENT);
  assert_true(table.se[4] == 0 && table.p[4] == 1 && table.high[4] == 0);
  assert_near(table.covariance[1], 2.7625619935792781, 1e-12);
  assert_true(table.covariance[4] == 0 && table.covariance[24] == 0);
  assert_near(table.found.deviance, 21.679879684709188, 1e-13);
  assert_near(table.found.null_deviance, 200 * log(2), 1e-15);
  assert_int_equal(table.found.df, 96);
}

/* Expected: s² (AᵀA + 1000)⁻¹ with 60 digits (mpmath) on the same numbers. */
static void ridge_standard_errors(void **state) {
  (void)state;
  double theta[] = {-0.63924433016605737, 0.06218535177297615,
                    -0.51877648353861786, -0.5912549422063534,
                    -0.32596229562054602, 0.8406826703272298,
                    81103.350063320851};
  const double se[] = {16.101026933854257, 0.017968276896037196,
                       0.32457334657360184, 0.2872988854847375,
                       0.26796538951373397, 16.204467894667856,
                       39813.47395793901};
  Mat X;
  Vec y;
  read_set(&sets[5], &X, &y);
  Glm model = linear(6, theta);
  model.lambda = 1000;
  assert_int_equal(infer(&model, X, y, NULL).code, STATUS_OK);
  assert_all_near(table.se, se, 7, 1e-13);
  assert_near(sqrt(table.found.scale), 512.54928706082429, 1e-13);
  assert_near(table.covariance[6], -52892.496943309563, 1e-12);
  assert_near(table.covariance[42], -52892.496943309563, 1e-12);
}

/* By hand: x̄ = 2, Σ(x-x̄)² = 2, rss = 1/6 of y = 1, 2, 4: w 1.5, b -2/3,
 * s² = 1/6, se(w)² = 1/12, se(b)² = 1/6 (1/3 + 4/2) = 7/18. */
static void a_line_through_three_points(void **state) {
  (void)state;
  double x[] = {1, 2, 3}, y[] = {1, 2, 4}, theta[] = {1.5, -2.0 / 3};
  infer_linear(theta, mat_of(x, 3, 1), vec_of(y, 3));
  const Inference *found = &table.found;
  assert_near(found->rss, 1.0 / 6, 1e-15);
  assert_near(found->tss, 14.0 / 3, 1e-15);
  assert_near(found->r2, 27.0 / 28, 1e-15);
  assert_near(found->adjusted_r2, 13.0 / 14, 1e-15);
  assert_near(found->f, 27, 1e-13);
  assert_near(table.se[0], sqrt(1.0 / 12), 1e-15);
  assert_near(table.se[1], sqrt(7.0 / 18), 1e-15);
  assert_near(table.p[0], found->f_p, 1e-14);
  assert_near(table.high[0] - table.low[0], 2 * 12.706204736174693 / sqrt(12),
              1e-13);
  /* -3/2 (log 2π + log 1/18 + 1) */
  assert_near(found->log_likelihood,
              -1.5 * (log(6.283185307179586 / 18) + 1), 1e-15);
  assert_near(found->aic, 4 - 2 * found->log_likelihood, 1e-15);
}

/* -- degenerate cases ------------------------------------------------------ */

static void assert_unknown(size_t j) {
  assert_true(isinf(table.se[j]) && isinf(table.low[j]) &&
              isinf(table.high[j]));
  assert_true(table.statistic[j] == 0 && table.p[j] == 1);
}

static void no_degrees_of_freedom_no_standard_errors(void **state) {
  (void)state;
  double x[] = {1, 2}, y[] = {300, 500}, theta[] = {200, 100};
  infer_linear(theta, mat_of(x, 2, 1), vec_of(y, 2));
  assert_int_equal(table.found.df, 0);
  assert_int_equal(table.found.rank, 2);
  assert_unknown(0);
  assert_unknown(1);
  assert_true(table.found.r2 == 1 && table.found.f == 0);
  assert_true(table.found.f_p == 1 && table.found.scale == 0);
}

/* x1, x2, 3 x1 + 1, x4: the third column depends on the first and the intercept.
 * The others have the estimates and standard errors of a fit without it, as in
 * R. */
static void dependent_columns_are_reported(void **state) {
  (void)state;
  enum { ROWS = 30 };
  double full[ROWS * 4], part[ROWS * 3], y[ROWS];
  double theta[] = {0.1, 0.2, 0.3, 0.4, 0.5}, less[] = {1, 0.2, 0.4, 0.8};
  for (int i = 0; i < ROWS; i++) {
    const double x1 = sin(i), x2 = i * i % 11 / 7.0, x4 = 1e6 * cos(3 * i);
    memcpy(full + 4 * i, (double[]){x1, x2, 3 * x1 + 1, x4}, 4 * sizeof *full);
    memcpy(part + 3 * i, (double[]){x1, x2, x4}, 3 * sizeof *part);
    y[i] = x1 + cos(i);
  }
  infer_linear(less, mat_of(part, ROWS, 3), vec_of(y, ROWS));
  const double se1 = table.se[0], se2 = table.se[1], se4 = table.se[2];
  const double se0 = table.se[3];
  infer_linear(theta, mat_of(full, ROWS, 4), vec_of(y, ROWS));
  assert_int_equal(table.found.rank, 4);
  const Role roles[] = {ROLE_FREE, ROLE_FREE, ROLE_ALIASED, ROLE_FREE,
                        ROLE_FREE};
  for (size_t j = 0; j < 5; j++) assert_int_equal(table.role[j], roles[j]);
  assert_unknown(2);
  assert_near(table.estimate[0], 0.1 + 3 * 0.3, 1e-14);
  assert_near(table.estimate[4], 0.5 + 0.3, 1e-14);
  assert_true(table.estimate[2] == 0);
  assert_near(table.se[0], se1, 1e-13);
  assert_near(table.se[1], se2, 1e-13);
  assert_near(table.se[4], se0, 1e-13);
  assert_near(table.se[3] * 1e6, se4 * 1e6, 1e-13);
  assert_true(table.covariance[2] == 0);
}

static void constant_columns_depend_on_the_intercept(void **state) {
  (void)state;
  double x[] = {0.1, 0, 1, 0.1, 0, 2, 0.1, 0, 4, 0.1, 0, 5};
  double y[] = {1, 2, 3, 5}, theta[] = {0, 0, 0.9, 0.05};
  infer_linear(theta, mat_of(x, 4, 3), vec_of(y, 4));
  assert_int_equal(table.found.rank, 2);
  assert_int_equal(table.found.df, 2);
  assert_int_equal(table.role[0], ROLE_ALIASED);
  assert_int_equal(table.role[1], ROLE_ALIASED);
  assert_int_equal(table.role[2], ROLE_FREE);
  assert_int_equal(table.role[3], ROLE_FREE);
}

static void a_perfect_fit_has_zero_standard_errors(void **state) {
  (void)state;
  double x[] = {1, 2, 3, 4}, y[] = {3, 5, 7, 9}, theta[] = {2, 1};
  infer_linear(theta, mat_of(x, 4, 1), vec_of(y, 4));
  assert_true(table.se[0] == 0 && table.p[0] == 0 && isinf(table.found.f));
  assert_true(table.found.f_p == 0 && table.found.r2 == 1);
  assert_true(isinf(table.found.log_likelihood) && table.found.aic < 0);
  double none[] = {0, 0}, zero[] = {0, 0, 0, 0};
  infer_linear(none, mat_of(x, 4, 1), vec_of(zero, 4));
  assert_true(table.statistic[0] == 0 && table.p[0] == 1);
  assert_true(table.found.r2 == 1 && table.found.distance == 0);
}

/* The optimum is 1.5 with se sqrt(1/12). Away from it s² is larger, so the
 * distance in standard errors is smaller. */
static void the_distance_to_the_optimum_is_measured(void **state) {
  (void)state;
  double x[] = {1, 2, 3}, y[] = {1, 2, 4}, theta[] = {0, 0};
  infer_linear(theta, mat_of(x, 3, 1), vec_of(y, 3));
  assert_near(table.found.distance, 1.5 / table.se[0], 1e-5);
  assert_true(table.found.distance > 0.4);
  assert_true(table.found.r2 < 0 && table.found.f == 0);
}

static void wild_numbers_give_no_nan(void **state) {
  (void)state;
  static const double sizes[] = {1e-320, 1e-300, 1e-200, 1e150, 1e300};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    const double a = sizes[i];
    double x[] = {a, 2, 2 * a, 5, 4 * a, 3, 5 * a, 7}, y[] = {0, 1, 0, 1};
    double theta[] = {0.5, 1, -1};
    for (int kind = GLM_LINEAR; kind <= GLM_LOGISTIC; kind++) {
      Glm model = linear(2, theta);
      model.kind = (GlmKind)kind;
      Status s = infer(&model, mat_of(x, 4, 2), vec_of(y, 4), NULL);
      if (s.code == STATUS_NONFINITE) continue;
      assert_int_equal(s.code, STATUS_OK);
      for (size_t j = 0; j < 9; j++) assert_true(!isnan(table.covariance[j]));
      for (size_t j = 0; j < 3; j++)
        assert_false(isnan(table.se[j]) || isnan(table.p[j]) ||
                     isnan(table.low[j]) || isnan(table.high[j]));
      assert_false(isnan(table.found.distance) || isnan(table.found.r2) ||
                   isnan(table.found.deviance));
    }
  }
}

static void a_set_flag_stops_it(void **state) {
  (void)state;
  double x[] = {1, 2, 3}, y[] = {1, 2, 4}, theta[] = {0, 0};
  volatile sig_atomic_t stop = 1;
  Glm model = linear(1, theta);
  Status s = infer(&model, mat_of(x, 3, 1), vec_of(y, 3), &stop);
  assert_int_equal(s.code, STATUS_STOPPED);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(nist_standard_errors_agree),
    cmocka_unit_test(a_logistic_table_agrees_with_glm),
    cmocka_unit_test(a_penalty_is_part_of_the_curvature),
    cmocka_unit_test(a_logistic_model_without_an_intercept),
    cmocka_unit_test(ridge_standard_errors),
    cmocka_unit_test(a_line_through_three_points),
    cmocka_unit_test(no_degrees_of_freedom_no_standard_errors),
    cmocka_unit_test(dependent_columns_are_reported),
    cmocka_unit_test(constant_columns_depend_on_the_intercept),
    cmocka_unit_test(a_perfect_fit_has_zero_standard_errors),
    cmocka_unit_test(the_distance_to_the_optimum_is_measured),
    cmocka_unit_test(wild_numbers_give_no_nan),
    cmocka_unit_test(a_set_flag_stops_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
