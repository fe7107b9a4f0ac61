/* Products and transposes of matrices and views. */
#include "core/linalg/mat.h"
#include "core/linalg/product.h"
#include "core/linalg/vec_reduce.h"

#include "check.h"

enum { SIDE = 50 };

static double a_numbers[SIDE * SIDE], b_numbers[SIDE * SIDE];
static double out_numbers[SIDE * SIDE];

static void fill_numbers(void) {
  for (int i = 0; i < SIDE * SIDE; i++) {
    a_numbers[i] = sin(i);
    b_numbers[i] = cos(3 * i);
  }
}

static double entry(Mat a, Mat b, size_t i, size_t j) {
  double sum = 0;
  for (size_t k = 0; k < a.cols; k++) sum += *mat_at(a, i, k) * *mat_at(b, k, j);
  return sum;
}

static void check_product(Mat a, Mat b) {
  Mat out = mat_of(out_numbers, a.rows, b.cols);
  assert_int_equal(product_mat_mat(out, a, b, NULL).code, STATUS_OK);
  for (size_t i = 0; i < a.rows; i++)
    for (size_t j = 0; j < b.cols; j++)
      assert_near(*mat_at(out, i, j), entry(a, b, i, j), 1e-13);
}

static void products_for_every_shape_and_view(void **state) {
  (void)state;
  fill_numbers();
  for (size_t m = 0; m <= 9; m += 3)
    for (size_t k = 0; k <= 8; k += 2)
      for (size_t n = 1; n <= 7; n += 3) {
        check_product(mat_of(a_numbers, m, k), mat_of(b_numbers, k, n));
        /* Views into a wider matrix, one with reversed rows. */
        check_product((Mat){a_numbers, m, k, SIDE},
                      (Mat){b_numbers + 3, k, n, SIDE});
        check_product((Mat){a_numbers + 9 * SIDE, m, k, -SIDE},
                      mat_of(b_numbers, k, n));
      }
}

static void a_product_in_panels_agrees(void **state) {
  (void)state;
  fill_numbers();
  /* A panel has 10^8 / (k n) rows, so tall data use several. */
  check_product(mat_of(a_numbers, SIDE, SIDE), mat_of(b_numbers, SIDE, SIDE));
}

static void matrix_times_vector_from_either_side(void **state) {
  (void)state;
  fill_numbers();
  Mat a = {a_numbers, 7, 5, SIDE};
  double right[7], left[5];
  product_mat_vec(vec_of(right, 7), a, vec_of(b_numbers, 5), NULL);
  product_vec_mat(vec_of(left, 5), vec_of(b_numbers, 7), a, NULL);
  for (size_t i = 0; i < 7; i++)
    assert_near(right[i], vec_dot(mat_row(a, i), vec_of(b_numbers, 5)), 1e-14);
  for (size_t j = 0; j < 5; j++)
    assert_near(left[j], vec_dot(mat_col(a, j), vec_of(b_numbers, 7)), 1e-14);
}

static void transposing_twice_restores_the_matrix(void **state) {
  (void)state;
  fill_numbers();
  static double back_numbers[SIDE * SIDE];
  Mat a = mat_of(a_numbers, 47, 33), t = mat_of(out_numbers, 33, 47);
  Mat back = mat_of(back_numbers, 47, 33);
  mat_transpose(t, a);
  mat_transpose(back, t);
  assert_memory_equal(a.d, back.d, 47 * 33 * sizeof(double));
  assert_true(*mat_at(t, 2, 40) == *mat_at(a, 40, 2));
}

static void a_nan_is_found_by_row_and_column(void **state) {
  (void)state;
  fill_numbers();
  a_numbers[2 * 5 + 3] = NAN;
  Status s = mat_check_finite(mat_of(a_numbers, 4, 5), NULL);
  assert_int_equal(s.code, STATUS_NONFINITE);
  assert_int_equal(s.i, 2);
  assert_int_equal(s.j, 3);
  assert_true(isnan(s.value));
}

static void a_set_flag_stops_a_product(void **state) {
  (void)state;
  fill_numbers();
  volatile sig_atomic_t stop = 1;
  Mat a = mat_of(a_numbers, 5, 5), out = mat_of(out_numbers, 5, 5);
  assert_int_equal(product_mat_mat(out, a, a, &stop).code, STATUS_STOPPED);
  assert_int_equal(product_mat_vec(vec_of(out_numbers, 5), a, vec_of(b_numbers, 5),
                           &stop).code, STATUS_STOPPED);
}

/* A plain loop over the columns, on a view into a larger matrix. */
static void check_range(Mat a) {
  double low[SIDE], high[SIDE];
  assert_int_equal(mat_range(low, high, a, NULL).code, STATUS_OK);
  for (size_t j = 0; j < a.cols; j++) {
    double least = INFINITY, most = -INFINITY;
    for (size_t i = 0; i < a.rows; i++) {
      least = fmin(least, *mat_at(a, i, j));
      most = fmax(most, *mat_at(a, i, j));
    }
    assert_true(low[j] == least && high[j] == most);
  }
}

static double tall_numbers[40000];

/* Every width around multiples of eight, dense, strided and reversed, and more
 * rows than one block. */
static void column_ranges_for_every_shape(void **state) {
  (void)state;
  for (int i = 0; i < 40000; i++) tall_numbers[i] = sin(i) * (i % 771);
  for (size_t n = 1; n <= 19; n++)
    for (size_t m = 0; m <= 40000 / 19; m = 2 * m + 1) {
      check_range(mat_of(tall_numbers, m, n));
      check_range((Mat){tall_numbers, m, n, 19});
      if (m) check_range((Mat){tall_numbers + 19 * (m - 1), m, n, -19});
    }
  check_range(mat_of(tall_numbers, 39999, 1));
}

static void column_ranges_locate_a_number_that_is_not_finite(void **state) {
  (void)state;
  static const double odd[] = {NAN, INFINITY, -INFINITY};
  double low[SIDE], high[SIDE];
  for (size_t n = 1; n <= 17; n += 4)
    for (size_t at = 0; at < 39999; at += 3331) {
      for (int i = 0; i < 40000; i++) tall_numbers[i] = i;
      Mat a = mat_of(tall_numbers, 40000 / n, n);
      if (at >= a.rows * n) continue;
      tall_numbers[at] = odd[at % 3];
      Status s = mat_range(low, high, a, NULL);
      assert_int_equal(s.code, STATUS_NONFINITE);
      assert_int_equal(s.i, at / n);
      assert_int_equal(s.j, at % n);
      assert_memory_equal(&s.value, &odd[at % 3], sizeof s.value);
    }
}

static void column_ranges_cover_all_columns(void **state) {
  (void)state;
  enum { WIDE = 1300, TALL = 30 };
  static double low[WIDE], high[WIDE];
  for (int i = 0; i < WIDE * TALL; i++) tall_numbers[i] = sin(i);
  Mat a = mat_of(tall_numbers, TALL, WIDE);
  assert_int_equal(mat_range(low, high, a, NULL).code, STATUS_OK);
  for (size_t j = 0; j < WIDE; j++) {
    assert_true(low[j] == *vec_at(mat_col(a, j), vec_argmin(mat_col(a, j), NULL)));
    assert_true(high[j] == *vec_at(mat_col(a, j), vec_argmax(mat_col(a, j), NULL)));
  }
  tall_numbers[WIDE + 1000] = NAN;
  Status s = mat_range(low, high, a, NULL);
  assert_int_equal(s.code, STATUS_NONFINITE);
  assert_int_equal(s.i, 1);
  assert_int_equal(s.j, 1000);
}

static void a_set_flag_stops_a_range(void **state) {
  (void)state;
  volatile sig_atomic_t stop = 1;
  double low[5], high[5];
  Mat a = mat_of(a_numbers, 5, 5);
  assert_int_equal(mat_range(low, high, a, &stop).code, STATUS_STOPPED);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(products_for_every_shape_and_view),
    cmocka_unit_test(a_product_in_panels_agrees),
    cmocka_unit_test(matrix_times_vector_from_either_side),
    cmocka_unit_test(transposing_twice_restores_the_matrix),
    cmocka_unit_test(a_nan_is_found_by_row_and_column),
    cmocka_unit_test(a_set_flag_stops_a_product),
    cmocka_unit_test(column_ranges_for_every_shape),
    cmocka_unit_test(column_ranges_locate_a_number_that_is_not_finite),
    cmocka_unit_test(column_ranges_cover_all_columns),
    cmocka_unit_test(a_set_flag_stops_a_range),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
