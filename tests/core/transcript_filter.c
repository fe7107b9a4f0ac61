/* The text that terminal output leaves: lines drawn again, escape sequences. */
#include "sys/terminal/transcript_filter.h"

#include "check.h"

#include <string.h>

static char written[20000];
static size_t length;

static bool keep(void *to, const char *text, size_t n) {
  (void)to;
  memcpy(written + length, text, n);
  length += n;
  return true;
}

/* Takes the text in pieces of `piece` bytes. */
static void filter(const char *text, size_t piece) {
  TranscriptFilter f = {.write = keep};
  length = 0;
  for (size_t n = strlen(text), i = 0; i < n; i += piece)
    transcript_filter_add(&f, text + i, n - i < piece ? n - i : piece);
  transcript_filter_end(&f);
  written[length] = 0;
}

static void leaves(const char *text, const char *expected) {
  for (size_t piece = 1; piece < 8; piece++) {
    filter(text, piece);
    assert_string_equal(written, expected);
  }
}

static void test_lines(void **state) {
  (void)state;
  leaves("", "");
  leaves("a\nb\n", "a\nb\n");
  leaves("a\r\nb", "a\nb\n");
  leaves("\n\n", "\n\n");
  leaves("a\tb\n", "a\tb\n");
  leaves("\303\251\b\303\250 \a\177x\n", "\303\250 x\n");
}

static void test_lines_drawn_again(void **state) {
  (void)state;
  leaves("10%\r20%\r30%\ndone\n", "30%\ndone\n");
  leaves("10%\r20%\r\033[Kdone\n", "done\n");
  leaves("\r10%\r20%\r\033[K", "");
  leaves("abc\033[Kd\n", "abcd\n"); /* nothing follows the cursor */
  leaves("abc\033[2Kd\n", "d\n");
}

static void test_sequences(void **state) {
  (void)state;
  leaves("\033[1;31mred\033[0m plain\n", "red plain\n");
  leaves("\033]0;title\ax\033]8;;http://a\033\\y\n", "xy\n");
  leaves("\033P1$r0m\033\\a\033(Bb\033=c\n", "abc\n");
  leaves("\033_Gf=100;AAAA\033\\image\n", "image\n");
  leaves("before\n\033[?1049heditor\nlines\033[?1049lafter\n",
         "before\nafter\n");
}

static void test_long_line(void **state) {
  (void)state;
  static char text[15001], expected[15002];
  memset(text, 'x', sizeof text - 1);
  memset(expected, 'x', sizeof text - 1);
  expected[sizeof text - 1] = '\n';
  filter(text, sizeof text);
  assert_string_equal(written, expected);
}

int main(void) {
  const struct CMUnitTest tests[] = {
    cmocka_unit_test(test_lines), cmocka_unit_test(test_lines_drawn_again),
    cmocka_unit_test(test_sequences), cmocka_unit_test(test_long_line)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
