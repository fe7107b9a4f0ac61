/* Titles and labels, and text from data made plain. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "plot/figure/text.h"
#include "sys/plain_text.h"
#include "sys/utf8.h"

static void expect_valid(const char *text, size_t n) {
  if (utf8_valid_prefix(text, n) != n) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  Text made;
  char *text = malloc(n + 1), *out = malloc(2 * n + 1);
  if (!text || !out) abort();
  memcpy(text, data, n);
  text[n] = 0;
  for (int bold = 0; bold < 2; bold++) {
    text_make(&made, text, bold, n % 7 ? 20 : 0.5);
    expect_valid(made.escaped, strlen(made.escaped));
  }
  expect_valid(out, plain_text(out, text, n));
  size_t m = plain_text_comment(out, text, n);
  expect_valid(out, m);
  out[m] = 0;
  if (strstr(out, "*/") || strstr(out, "/*")) abort();
  free(text);
  free(out);
  return 0;
}
