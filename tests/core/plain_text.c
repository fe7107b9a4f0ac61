/* Text from data that is printed: nothing in it may have an effect. */
#include "sys/plain_text.h"

#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "sys/utf8.h"

static void expect(const char *text, const char *plain, const char *comment) {
  char out[200];
  size_t n = strlen(text);
  size_t length = plain_text(out, text, n);
  assert_true(length <= n);
  out[length] = 0;
  assert_string_equal(out, plain);
  length = plain_text_comment(out, text, n);
  assert_true(length <= 2 * n);
  out[length] = 0;
  assert_string_equal(out, comment);
}

static void test_plain(void **state) {
  (void)state;
  expect("", "", "");
  expect("length (cm)", "length (cm)", "length (cm)");
  expect("naïve π 長 👩‍💻", "naïve π 長 👩‍💻",
         "naïve π 長 👩‍💻");
  expect("\033[31mred\033[0m", " [31mred [0m", " [31mred [0m");
  expect("a\nb\r\tc\177", "a b  c ", "a b  c ");
  expect("\302\233"
         "31m",
         " 31m", " 31m"); /* CSI in one character */
  expect("a\342\200\256b\342\201\251", "a b ", "a b "); /* right to left */
  expect("a\342\200\250b", "a b", "a b");               /* line separator */
  expect("\377\300\200x", "???x", "? ? ?x");
}

static void test_comment(void **state) {
  (void)state;
  expect("*/ code", "*/ code", "* / code");
  expect("*\\", "*\\", "* /");
  expect("*\\\\", "*\\\\", "* //");
  expect("*\\*\\", "*\\*\\", "* / * /");
  expect("\\*", "\\*", "/ *");
  expect("end\\", "end\\", "end/");
  expect("?"
         "?/",
         "?"
         "?/",
         "? ?/");
  expect("**//", "**//", "** //");
}

/* Random bytes never leave something with an effect. */
static void test_random(void **state) {
  (void)state;
  static const char letters[] = "*/\\?x\n\033\302\233\342\200\256\377";
  char text[24], out[48];
  srand(1);
  for (int round = 0; round < 200000; round++) {
    size_t n = (size_t)rand() % sizeof text;
    for (size_t i = 0; i < n; i++)
      text[i] = letters[(size_t)rand() % (sizeof letters - 1)];
    size_t m = plain_text_comment(out, text, n);
    assert_true(m <= 2 * n);
    assert_int_equal(utf8_valid_prefix(out, m), m);
    for (size_t i = 0; i < m; i++) {
      assert_true((unsigned char)out[i] >= 0x20 && out[i] != '\\');
      if (i) assert_false(out[i - 1] == '*' && out[i] == '/');
      if (i) assert_false(out[i - 1] == '/' && out[i] == '*');
      if (i) assert_false(out[i - 1] == '?' && out[i] == '?');
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_plain),
                                     cmocka_unit_test(test_comment),
                                     cmocka_unit_test(test_random)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
