/* Headers and numbers of NumPy's .npy format. */
#include "check.h"

#include <string.h>

#include "core/format/npy.h"

static const char good[] =
  "{'descr': '<i2', 'fortran_order': True, 'shape': (2, 3), }    \n";

static Status read_text(NpyHeader *h, const char *text) {
  return npy_header(h, text, strlen(text));
}

static void a_header_is_read(void **state) {
  NpyHeader h;
  (void)state;
  assert_int_equal(read_text(&h, good).code, STATUS_OK);
  assert_int_equal(h.kind, 'i');
  assert_int_equal(h.width, 2);
  assert_true(h.fortran && !h.big_first);
  assert_int_equal(h.dimensions, 2);
  assert_int_equal(h.shape[0], 2);
  assert_int_equal(h.shape[1], 3);
  assert_int_equal(h.count, 6);
}

static void the_prefix_locates_the_header(void **state) {
  const unsigned char one[NPY_PREFIX] = "\x93NUMPY\1\0\x76\0{'";
  const unsigned char two[NPY_PREFIX] = "\x93NUMPY\2\0\1\2\3\4";
  const unsigned char four[NPY_PREFIX] = "\x93NUMPY\4\0\1\2\3\4";
  size_t first, length;
  (void)state;
  assert_int_equal(npy_prefix(one, &first, &length).code, STATUS_OK);
  assert_int_equal(first, 10);
  assert_int_equal(length, 0x76);
  assert_int_equal(npy_prefix(two, &first, &length).code, STATUS_OK);
  assert_int_equal(first, 12);
  assert_int_equal(length, 0x04030201);
  Status s = npy_prefix(four, &first, &length);
  assert_int_equal((int)s.value, NPY_VERSION);
  assert_int_equal(s.i, 4);
  s = npy_prefix((const unsigned char *)"\x93NUMPX\1\0    ", &first, &length);
  assert_int_equal((int)s.value, NPY_NO_NPY);
}

/* The text is at the end of a separate block, so that the address sanitizer
 * detects reads past it. */
static void every_prefix_is_refused_without_overreading(void **state) {
  (void)state;
  for (size_t n = 0; n + 5 < strlen(good); n++) {
    NpyHeader h;
    char *text = test_malloc(n + 1);
    memcpy(text + 1, good, n);
    Status s = npy_header(&h, text + 1, n);
    bool whole = strchr(good, '}') < good + n;
    assert_int_equal(s.code, whole ? STATUS_OK : STATUS_SYNTAX);
    assert_true(whole || s.i <= n);
    test_free(text);
  }
}

static void counts_that_overflow_are_refused(void **state) {
  static const char *const shapes[] = {
    "(18446744073709551616,)", "(18446744073709551615,)",
    "(4294967296, 4294967296)", "(3, 0, 18446744073709551615)",
    "(1152921504606846976, 0, 8)"};
  (void)state;
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
    NpyHeader h;
    char text[200];
    snprintf(text, sizeof text,
             "{'descr': '<f8', 'fortran_order': False, 'shape': %s}", shapes[i]);
    Status s = read_text(&h, text);
    assert_int_equal(s.code, STATUS_SYNTAX);
    assert_int_equal((int)s.value, NPY_LARGE);
  }
}

static void unsupported_types_have_no_kind(void **state) {
  static const char *const types[] = {"'|O'", "'<c8'", "'<f2'", "'<f16'",
    "'<U5'", "'|S1'", "'<M8[ns]'", "'|V8'", "''", "'f8'", "'|f8'", "'<i3'",
    "'<b2'", "'<f0'", "[('a]', '<f8'), ('b', '<i4', (2,))]", "('<f8', (2,))"};
  (void)state;
  for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
    NpyHeader h;
    char text[200];
    snprintf(text, sizeof text,
             "{'descr': %s, 'fortran_order': False, 'shape': ()}", types[i]);
    assert_int_equal(read_text(&h, text).code, STATUS_OK);
    assert_int_equal(h.kind, 0);
  }
}

/* Reference by shifts: the first integer that a double cannot represent is
 * reported. */
static void inexact_integers_are_reported(void **state) {
  unsigned char bytes[4 * 8] = {0};
  double out[4];
  NpyHeader h = {.kind = 'u', .width = 8};
  (void)state;
  bytes[7] = 0x80;           /* 2^63: exact */
  bytes[8 + 6] = 0x20;       /* 2^53 */
  bytes[16] = 1;
  bytes[16 + 6] = 0x20;      /* 2^53 + 1 */
  assert_int_equal(npy_read(out, bytes, 4, &h), 2);
  assert_true(out[0] == 0x1p63 && out[1] == 0x1p53 && out[2] == 0x1p53);
  h.kind = 'i';
  memset(bytes, 0xFF, 8);
  npy_read(out, bytes, 1, &h);
  assert_true(out[0] == -1);
}

static void a_written_header_is_read_again(void **state) {
  static const size_t shapes[][2] = {
    {0, 0}, {1, 1}, {123456789, 7}, {100000000000000000, 1}};
  (void)state;
  for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
    for (size_t d = 0; d <= 2; d++) {
      char out[NPY_HEADER_ROOM];
      NpyHeader h;
      size_t first, length, n = npy_header_text(out, shapes[i], d);
      assert_int_equal(n % 64, 0);
      assert_true(n <= NPY_HEADER_ROOM);
      npy_prefix((unsigned char *)out, &first, &length);
      assert_int_equal(first + length, n);
      assert_int_equal(npy_header(&h, out + first, length).code, STATUS_OK);
      assert_int_equal(h.dimensions, d);
      for (size_t k = 0; k < d; k++)
        assert_int_equal(h.shape[k], shapes[i][k]);
    }
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_header_is_read),
    cmocka_unit_test(the_prefix_locates_the_header),
    cmocka_unit_test(every_prefix_is_refused_without_overreading),
    cmocka_unit_test(counts_that_overflow_are_refused),
    cmocka_unit_test(unsupported_types_have_no_kind),
    cmocka_unit_test(inexact_integers_are_reported),
    cmocka_unit_test(a_written_header_is_read_again),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
