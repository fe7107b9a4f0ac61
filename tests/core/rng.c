/* The generator against published output, and its draws against theory. */
#include "core/stats/rng.h"

#include "check.h"

/* The first outputs of the authors' xoshiro256plusplus.c from state 1 2 3 4. */
static void the_stream_is_xoshiro256plusplus(void **state) {
  (void)state;
  static const uint64_t expected[] = {
    UINT64_C(41943041), UINT64_C(58720359), UINT64_C(3588806011781223),
    UINT64_C(3591011842654386), UINT64_C(9228616714210784205),
    UINT64_C(9973669472204895162), UINT64_C(14011001112246962877),
    UINT64_C(12406186145184390807)};
  Rng rng = {{1, 2, 3, 4}};
  for (int i = 0; i < 8; i++)
    assert_true(rng_next(&rng) == expected[i]);
}

/* The first outputs of splitmix64 from 1234567. */
static void the_seed_is_spread_by_splitmix64(void **state) {
  (void)state;
  Rng rng;
  rng_seed(&rng, 1234567);
  assert_true(rng.s[0] == UINT64_C(6457827717110365317));
  assert_true(rng.s[1] == UINT64_C(3203168211198807973));
  assert_true(rng.s[2] == UINT64_C(9817491932198370423));
}

static void uniform_and_normal_have_their_moments(void **state) {
  (void)state;
  enum { N = 200000 };
  double u = 0, uu = 0, z = 0, zz = 0;
  Rng rng;
  rng_seed(&rng, 1);
  for (int i = 0; i < N; i++) {
    double a = rng_uniform(&rng), b = rng_normal(&rng);
    assert_true(a >= 0 && a < 1);
    u += a / N;
    uu += a * a / N;
    z += b / N;
    zz += b * b / N;
  }
  assert_near(u, 0.5, 0.005); /* five standard errors and more */
  assert_near(uu - u * u, 1.0 / 12, 0.005);
  assert_near(z, 0, 0.015);
  assert_near(zz - z * z, 1, 0.025);
}

static void numbers_below_n_are_uniform(void **state) {
  (void)state;
  enum { N = 70000, SIDES = 7 };
  int count[SIDES] = {0};
  Rng rng;
  rng_seed(&rng, 2);
  for (int i = 0; i < N; i++) count[rng_below(&rng, SIDES)]++;
  for (int i = 0; i < SIDES; i++) assert_near(count[i], N / SIDES, 0.05);
  assert_int_equal(rng_below(&rng, 1), 0);
}

static void a_shuffle_is_a_permutation(void **state) {
  (void)state;
  size_t order[100];
  int seen[100] = {0};
  Rng rng;
  rng_seed(&rng, 3);
  for (size_t i = 0; i < 100; i++) order[i] = i;
  rng_shuffle(&rng, order, 100);
  for (size_t i = 0; i < 100; i++) seen[order[i]]++;
  size_t at_home = 0;
  for (size_t i = 0; i < 100; i++) {
    assert_int_equal(seen[i], 1);
    at_home += order[i] == i;
  }
  assert_true(at_home < 10);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_stream_is_xoshiro256plusplus),
    cmocka_unit_test(the_seed_is_spread_by_splitmix64),
    cmocka_unit_test(uniform_and_normal_have_their_moments),
    cmocka_unit_test(numbers_below_n_are_uniform),
    cmocka_unit_test(a_shuffle_is_a_permutation),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
