/* Workspaces. Functions in them are compiled but never called. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  fuzz_run("load_workspace(path)", data, n);
  return 0;
}
