/* Metrics of small examples, computed by hand. tests/lua/metrics.lua compares with
 * scikit-learn. */
#include "check.h"

#include "core/stats/metric.h"

#define VEC(...)                                                               \
  vec_of((double[]){__VA_ARGS__},                                              \
         sizeof(double[]){__VA_ARGS__} / sizeof(double))

static void errors_of_numbers(void **state) {
  Vec y = VEC(1, 2, 3), f = VEC(1, 3, 5);
  (void)state;
  assert_near(metric_mse(y, f), 5.0 / 3, 1e-16);
  assert_near(metric_mae(y, f), 1, 0);
  assert_near(metric_r2(y, f), -1.5, 1e-15);
}

/* As r2_score of scikit-learn. */
static void r2_of_a_constant_truth_is_one_or_zero(void **state) {
  (void)state;
  assert_near(metric_r2(VEC(0.1, 0.1, 0.1), VEC(1, 2, 3)), 0, 0);
  assert_near(metric_r2(VEC(0.1, 0.1, 0.1), VEC(0.1, 0.1, 0.1)), 1, 0);
  assert_near(metric_r2(VEC(3, 3), VEC(3, 3 + 4e-16)), 1, 0);
  assert_near(metric_r2(VEC(0, 0), VEC(0, 1e-300)), 1, 0); /* its square is 0 */
  assert_near(metric_r2(VEC(5), VEC(6)), 0, 0);
}

static void large_and_small_errors_add_up(void **state) {
  (void)state;
  assert_near(metric_mae(VEC(0, 0, 0, 0), VEC(1e16, 1, 1, 1)) * 4, 1e16 + 3,
              1e-16);
}

static void correct_counts_of_a_confusion_matrix(void **state) {
  double counts[] = {1, 2, 0, 1, 0, 4, 3, 5, 7};
  Hits h = metric_class_hits(mat_of(counts, 3, 3), 1);
  (void)state;
  assert_int_equal(h.true_positive, 0);
  assert_int_equal(h.false_positive, 7);
  assert_int_equal(h.true_negative, 11);
  assert_int_equal(h.false_negative, 5);
  assert_near(metric_precision(h), 0, 0);
}

static void the_log_loss_uses_the_true_column(void **state) {
  double P[] = {0.5, 0.25, 0.25, 0, 1, 0};
  (void)state;
  double loss = metric_log_loss_of_classes(VEC(3, 2), mat_of(P, 2, 3));
  assert_near(loss, log(4) / 2, 1e-15);
}

static void one_class_is_counted_against_the_rest(void **state) {
  Hits h = metric_hits(VEC(2, 2, 1, 3, 3), VEC(2, 1, 2, 3, 1), 2);
  (void)state;
  assert_int_equal(h.true_positive, 1);
  assert_int_equal(h.false_positive, 1);
  assert_int_equal(h.true_negative, 2);
  assert_int_equal(h.false_negative, 1);
  assert_near(metric_precision(h), 0.5, 0);
  assert_near(metric_recall(h), 0.5, 0);
  assert_near(metric_f1(h), 0.5, 0);
}

static void no_positive_prediction_has_precision_zero(void **state) {
  (void)state;
  assert_near(metric_precision((Hits){0, 0, 5, 5}), 0, 0);
}

static void strided_views_are_supported(void **state) {
  double d[] = {1, 9, 0, 9, 1, 9};
  Vec y = {d, 3, 2}, backwards = {d + 4, 3, -2};
  (void)state;
  assert_near(metric_accuracy(y, backwards), 1, 0);
}

static void certain_wrong_predictions_have_finite_loss(void **state) {
  (void)state;
  assert_near(metric_log_loss(VEC(1, 0), VEC(0, 1)), 36.04365338911715, 1e-15);
  assert_near(metric_log_loss(VEC(1), VEC(0.5)), log(2), 1e-16);
}

static void classes_are_sorted_and_limited(void **state) {
  double classes[3], sorted[6], scratch[6];
  size_t count;
  (void)state;
  metric_classes(classes, 3, &count, VEC(5, -1, 5), VEC(2, 2, -1), sorted,
                 scratch, NULL);
  assert_int_equal(count, 3);
  assert_near(classes[0], -1, 0);
  assert_near(classes[2], 5, 0);
  metric_classes(classes, 2, &count, VEC(5, -1, 5), VEC(2, 2, -1), sorted,
                 scratch, NULL);
  assert_int_equal(count, 3);
}

static void confusion_counts_by_row_and_column(void **state) {
  double d[9], classes[] = {1, 4, 7};
  Mat counts = mat_of(d, 3, 3);
  (void)state;
  metric_confusion(counts, VEC(1, 4, 7, 7), VEC(1, 7, 7, 1), classes);
  const double expected[] = {1, 0, 0, 0, 0, 1, 1, 0, 1};
  assert_memory_equal(d, expected, sizeof d);
}

static void equal_scores_are_one_point_of_the_roc_curve(void **state) {
  double fpr[5], tpr[5], threshold[5];
  size_t points, order[4], scratch[4];
  (void)state;
  Status s = metric_roc(fpr, tpr, threshold, &points, VEC(0, 1, 0, 1),
                        VEC(1, 2, 2, 3), order, scratch, NULL);
  assert_int_equal(s.code, STATUS_OK);
  assert_int_equal(points, 4);
  assert_near(fpr[2], 0.5, 0);
  assert_near(tpr[2], 1, 0);
  assert_near(metric_area(fpr, tpr, points), 0.875, 0);
}

static void a_roc_curve_needs_both_classes(void **state) {
  double d[9];
  size_t points, order[2], scratch[2];
  (void)state;
  Status s = metric_roc(d, d + 3, d + 6, &points, VEC(1, 1), VEC(1, 2), order,
                        scratch, NULL);
  assert_int_equal(s.code, STATUS_LABEL);
  assert_int_equal(s.j, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(errors_of_numbers),
    cmocka_unit_test(r2_of_a_constant_truth_is_one_or_zero),
    cmocka_unit_test(large_and_small_errors_add_up),
    cmocka_unit_test(one_class_is_counted_against_the_rest),
    cmocka_unit_test(correct_counts_of_a_confusion_matrix),
    cmocka_unit_test(the_log_loss_uses_the_true_column),
    cmocka_unit_test(no_positive_prediction_has_precision_zero),
    cmocka_unit_test(strided_views_are_supported),
    cmocka_unit_test(certain_wrong_predictions_have_finite_loss),
    cmocka_unit_test(classes_are_sorted_and_limited),
    cmocka_unit_test(confusion_counts_by_row_and_column),
    cmocka_unit_test(equal_scores_are_one_point_of_the_roc_curve),
    cmocka_unit_test(a_roc_curve_needs_both_classes)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
