/* What a terminal answers to queries. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "plot/text/terminal_query.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  TerminalTraits traits;
  char *answer = malloc(n + 1);
  if (!answer) abort();
  memcpy(answer, data, n);
  answer[n] = 0;
  terminal_query_parse(&traits, answer);
  free(answer);
  return 0;
}
