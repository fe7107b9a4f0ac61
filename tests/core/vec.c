/* Element-wise operations on every kind of view, and the BLAS ones. */
#include "core/linalg/vec.h"

#include <string.h>

#include "check.h"
#include "ulps.h"

enum { N = 37 };

static double a_numbers[3 * N], b_numbers[3 * N], out_numbers[3 * N];

static double apply_unary(UnaryOp op, double a) {
  vec_unary(op, vec_of(&a, 1), vec_of(&a, 1));
  return a;
}

static void fill_numbers(void) {
  for (int i = 0; i < 3 * N; i++) {
    a_numbers[i] = 0.37 * i - 11;
    b_numbers[i] = 5 - 0.21 * i;
    out_numbers[i] = -99;
  }
}

/* Views of N numbers: contiguous, stride 3, reversed, one repeated. */
static Vec space_view(double *d, int kind) {
  switch (kind) {
  case 0: return vec_of(d, N);
  case 1: return (Vec){d, N, 3};
  case 2: return (Vec){d + N - 1, N, -1};
  default: return (Vec){d, N, 0};
  }
}

static double expected(BinaryOp op, double a, double b) {
  switch (op) {
  case OP_ADD: return a + b;
  case OP_SUB: return a - b;
  case OP_MUL: return a * b;
  case OP_DIV: return a / b;
  case OP_POW: return pow(a, b);
  case OP_MOD: return a - floor(a / b) * b;
  case OP_IDIV: return floor(a / b);
  case OP_EQ: return a == b;
  case OP_NE: return a != b;
  case OP_LT: return a < b;
  case OP_LE: return a <= b;
  case OP_GT: return a > b;
  case OP_GE: return a >= b;
  }
  return 0;
}

static void check_op(BinaryOp op, int kind_a, int kind_b, int kind_out) {
  fill_numbers();
  Vec a = space_view(a_numbers, kind_a), b = space_view(b_numbers, kind_b);
  Vec out = space_view(out_numbers, kind_out);
  vec_binary(op, out, a, b);
  for (size_t i = 0; i < N; i++) {
    double x = *vec_at(a, i), y = *vec_at(b, i);
    double want = expected(op, x, y), got = *vec_at(out, i);
    if (isnan(want))
      assert_true(isnan(got));
    else
      assert_near(got, want, 1e-12);
  }
}

/* As the three operations one after another, to the last bit. */
static void check_scaled(BinaryOp op, int kind_a, int kind_b, int kind_out) {
  const double s = 1.1, t = -0.3;
  double left[N], right[N], want[N];
  fill_numbers();
  Vec a = space_view(a_numbers, kind_a), b = space_view(b_numbers, kind_b);
  Vec out = space_view(out_numbers, kind_out);
  for (size_t i = 0; i < N; i++) {
    left[i] = vec_apply_binary(OP_MUL, s, *vec_at(a, i));
    right[i] = vec_apply_binary(OP_MUL, t, *vec_at(b, i));
  }
  vec_binary(op, vec_of(want, N), vec_of(left, N), vec_of(right, N));
  vec_scaled(op, out, s, a, t, b);
  for (size_t i = 0; i < N; i++) assert_true(*vec_at(out, i) == want[i]);
}

static void factors_are_rounded_as_operations(void **state) {
  (void)state;
  for (int op = OP_ADD; op <= OP_DIV; op++)
    for (int a = 0; a < 4; a++)
      for (int b = 0; b < 4; b++)
        for (int out = 0; out < 3; out++) check_scaled((BinaryOp)op, a, b, out);
}

static void every_operation_works_on_every_kind_of_view(void **state) {
  (void)state;
  for (int op = OP_ADD; op <= OP_GE; op++)
    for (int a = 0; a < 4; a++)
      for (int b = 0; b < 4; b++)
        for (int out = 0; out < 3; out++) check_op((BinaryOp)op, a, b, out);
}

static void an_operation_writes_only_its_view(void **state) {
  (void)state;
  fill_numbers();
  vec_binary(OP_ADD, space_view(out_numbers, 1), space_view(a_numbers, 0),
             space_view(b_numbers, 0));
  for (int i = 0; i < 3 * N; i++)
    if (i % 3) assert_true(out_numbers[i] == -99);
}

static void the_remainder_takes_the_sign_of_the_divisor(void **state) {
  (void)state;
  assert_near(vec_apply_binary(OP_MOD, -1, 3), 2, 0);
  assert_near(vec_apply_binary(OP_MOD, 1, -3), -2, 0);
  assert_near(vec_apply_binary(OP_MOD, 5.5, 2), 1.5, 0);
}

/* On every kind of view, at every position. */
/* The powers that are computed without pow, among others. */
static const double powers[] = {2, 3, 0.5, -1, 1, 0, 1.5, -2, 4};
enum { POWERS = sizeof powers / sizeof *powers };

static void powers_of_special_numbers_are_those_of_pow(void **state) {
  (void)state;
  static const double a[] = {0,  -0.0, INFINITY, -INFINITY, NAN,
                             1,  -1,   1e200,    -1e200,    1e-200,
                             -3, 5,    0x1p-360, -0x1p-358, 0x1p-1074};
  for (size_t k = 0; k < POWERS; k++)
    for (size_t i = 0; i < sizeof a / sizeof *a; i++) {
      const double got = vec_apply_binary(OP_POW, a[i], powers[k]);
      const double right = pow(a[i], powers[k]);
      if (isnan(right))
        assert_true(isnan(got));
      else
        assert_true(got == right && signbit(got) == signbit(right));
    }
}

static void powers_are_within_one_unit(void **state) {
  (void)state;
  for (size_t k = 0; k < POWERS; k++) {
    double most = 0;
    for (double scale = 1e-100; scale < 1e100; scale *= 7.3)
      for (int i = 0; i < 500; i++) {
        const double a = scale * (1 + 0.00137 * i);
        const double got = vec_apply_binary(OP_POW, a, powers[k]);
        most = fmax(most, ulps_between(got, powl(a, powers[k])));
      }
    assert_true(most <= (powers[k] == 3 ? 0.501 : 0.6));
  }
}

/* An exponent gives the same digits as a vector of it. */
static void an_exponent_is_as_good_as_a_vector(void **state) {
  (void)state;
  double a[N], one[N], many[N], same[N];
  for (size_t k = 0; k < POWERS; k++) {
    for (size_t i = 0; i < N; i++) a[i] = 0.1 + 0.37 * (double)i;
    for (size_t i = 0; i < N; i++) same[i] = powers[k];
    vec_binary(OP_POW, vec_of(one, N), vec_of(a, N), (Vec){same, N, 0});
    vec_binary(OP_POW, vec_of(many, N), vec_of(a, N), vec_of(same, N));
    assert_memory_equal(one, many, sizeof one);
  }
}

static void a_nan_anywhere_is_detected(void **state) {
  (void)state;
  for (int kind = 0; kind < 3; kind++)
    for (int i = 0; i < N; i++) {
      double zero = 0, d[3 * N] = {0};
      Vec v = space_view(d, kind), out = space_view(out_numbers, kind);
      vec_fill(v, 1);
      assert_true(!isnan(vec_trace(v)));
      assert_true(!isnan(vec_binary(OP_MUL, out, v, v)));
      *vec_at(v, (size_t)i) = 0;
      assert_true(isnan(vec_binary(OP_DIV, out, v, (Vec){&zero, N, 0})));
      assert_true(isnan(vec_binary(OP_POW, v, v, out)));
      assert_true(isnan(vec_trace(v)));
      assert_true(isnan(vec_axpy(v, 1, v)));
    }
}

static void sigmoid_never_overflows(void **state) {
  (void)state;
  assert_near(vec_sigmoid_of(0), 0.5, 0);
  assert_true(vec_sigmoid_of(-1000) == 0 && vec_sigmoid_of(1000) == 1);
  assert_true(vec_sigmoid_of(-745) > 0);
  assert_true(vec_sigmoid_of(-INFINITY) == 0 && vec_sigmoid_of(INFINITY) == 1);
  assert_true(isnan(vec_sigmoid_of(NAN)));
  for (double z = -30; z <= 30; z += 0.37)
    assert_near(vec_sigmoid_of(z) + vec_sigmoid_of(-z), 1, 1e-15);
}

static void ties_round_to_even(void **state) {
  (void)state;
  assert_near(apply_unary(OP_ROUND, 0.5), 0, 0);
  assert_near(apply_unary(OP_ROUND, 1.5), 2, 0);
  assert_near(apply_unary(OP_ROUND, -2.5), -2, 0);
}

static void dot_on_strided_and_reversed_views(void **state) {
  (void)state;
  fill_numbers();
  for (int a = 0; a < 4; a++)
    for (int b = 0; b < 4; b++) {
      Vec x = space_view(a_numbers, a), y = space_view(b_numbers, b);
      double sum = 0;
      for (size_t i = 0; i < N; i++) sum += *vec_at(x, i) * *vec_at(y, i);
      assert_near(vec_dot(x, y), sum, 1e-13);
    }
}

static void a_norm_of_huge_numbers_does_not_overflow(void **state) {
  (void)state;
  double d[] = {3e200, 4e200};
  assert_near(vec_norm(vec_of(d, 2)) / 5e200, 1, 1e-15);
  assert_near(vec_norm((Vec){d + 1, 2, -1}) / 5e200, 1, 1e-15);
  double tiny[] = {3e-200, -4e-200}, least[] = {0, 5e-324}, most[] = {1e308, 1};
  assert_near(vec_norm(vec_of(tiny, 2)) * 1e200, 5, 1e-15);
  assert_true(vec_norm(vec_of(least, 2)) == 5e-324);
  assert_true(vec_norm(vec_of(least, 1)) == 0);
  assert_true(vec_norm(vec_of(most, 2)) == 1e308);
  most[1] = -INFINITY;
  assert_true(vec_norm(vec_of(most, 2)) == INFINITY);
  most[0] = INFINITY;
  most[1] = NAN;
  assert_true(isnan(vec_norm(vec_of(most, 2))));
}

static void the_first_number_that_is_not_finite_is_found(void **state) {
  (void)state;
  double d[] = {1, 2, INFINITY, NAN};
  assert_int_equal(vec_nonfinite(vec_of(d, 4)), 2);
  assert_int_equal(vec_nonfinite(vec_of(d, 2)), 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(every_operation_works_on_every_kind_of_view),
    cmocka_unit_test(factors_are_rounded_as_operations),
    cmocka_unit_test(an_operation_writes_only_its_view),
    cmocka_unit_test(the_remainder_takes_the_sign_of_the_divisor),
    cmocka_unit_test(powers_of_special_numbers_are_those_of_pow),
    cmocka_unit_test(powers_are_within_one_unit),
    cmocka_unit_test(an_exponent_is_as_good_as_a_vector),
    cmocka_unit_test(a_nan_anywhere_is_detected),
    cmocka_unit_test(sigmoid_never_overflows),
    cmocka_unit_test(ties_round_to_even),
    cmocka_unit_test(dot_on_strided_and_reversed_views),
    cmocka_unit_test(a_norm_of_huge_numbers_does_not_overflow),
    cmocka_unit_test(the_first_number_that_is_not_finite_is_found),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
