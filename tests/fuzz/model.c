/* Models saved as JSON. */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  fuzz_run("local m = model.load(path)\n"
           "tostring(m)\n"
           "local w = m.w\n"
           "m:predict(matrix.zeros(2, #m.names))",
           data, n);
  return 0;
}
